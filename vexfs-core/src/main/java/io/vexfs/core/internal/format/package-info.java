/** Readers and writers of the file types that hold vectors; each streams, a row at a time. */
@NullMarked
package io.vexfs.core.internal.format;

import org.jspecify.annotations.NullMarked;
