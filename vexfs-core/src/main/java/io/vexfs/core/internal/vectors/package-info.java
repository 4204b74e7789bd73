/** Vectors as flat blocks of floats, found by ordinal. */
@NullMarked
package io.vexfs.core.internal.vectors;

import org.jspecify.annotations.NullMarked;
