/** Metadata and filters. */
@NullMarked
package io.vexfs.examples.filters;

import org.jspecify.annotations.NullMarked;
