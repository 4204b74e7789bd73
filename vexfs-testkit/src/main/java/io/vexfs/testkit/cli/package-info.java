/** The verb {@code bench} of the command line. */
@NullMarked
package io.vexfs.testkit.cli;

import org.jspecify.annotations.NullMarked;
