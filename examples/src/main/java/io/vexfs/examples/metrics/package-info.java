/** What a store measures, exported. */
@NullMarked
package io.vexfs.examples.metrics;

import org.jspecify.annotations.NullMarked;
