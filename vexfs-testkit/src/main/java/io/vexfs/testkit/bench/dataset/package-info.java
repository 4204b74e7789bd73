/** Data sets for {@code vexfs bench}, made from packages that anyone can get, with exact truth. */
@NullMarked
package io.vexfs.testkit.bench.dataset;

import org.jspecify.annotations.NullMarked;
