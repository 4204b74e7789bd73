/** Readers of bytes from outside, held to their one promise by a fuzzer: what they refuse, they refuse by name. */
@NullMarked
package io.vexfs.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
