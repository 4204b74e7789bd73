/** Vectors for tests and benchmarks, exact truth, and how much of it an index finds. */
@NullMarked
package io.vexfs.testkit.data;

import org.jspecify.annotations.NullMarked;
