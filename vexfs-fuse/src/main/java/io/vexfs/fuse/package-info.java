/** The mount: a bridge's vectors and the store's ordinary files as one POSIX directory, by libfuse 2. */
@NullMarked
package io.vexfs.fuse;

import org.jspecify.annotations.NullMarked;
