/** Embedded search in ten lines. */
@NullMarked
package io.vexfs.examples.embedded;

import org.jspecify.annotations.NullMarked;
