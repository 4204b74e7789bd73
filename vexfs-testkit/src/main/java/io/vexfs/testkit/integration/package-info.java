/** A whole stack, from files to vectors, looked over through a real mount. */
@NullMarked
package io.vexfs.testkit.integration;

import org.jspecify.annotations.NullMarked;
