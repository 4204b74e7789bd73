/** The command line: one class for each verb; only {@code mount} loads the FUSE library. */
@NullMarked
package io.vexfs.fuse.cli;

import org.jspecify.annotations.NullMarked;
