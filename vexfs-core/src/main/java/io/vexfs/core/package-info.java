/** The embeddable engine: open a directory, get collections of vectors, search them. */
@NullMarked
package io.vexfs.core;

import org.jspecify.annotations.NullMarked;
