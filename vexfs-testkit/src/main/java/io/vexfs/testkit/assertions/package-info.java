/** Assertions in the words of VexFS. */
@NullMarked
package io.vexfs.testkit.assertions;

import org.jspecify.annotations.NullMarked;
