/** A mounted store from the shell and from Python. */
@NullMarked
package io.vexfs.examples.mounted;

import org.jspecify.annotations.NullMarked;
