/** How a mount bears many files, many vectors and many clients. */
@NullMarked
package io.vexfs.testkit.bench.scale;

import org.jspecify.annotations.NullMarked;
