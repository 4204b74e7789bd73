/** Results of benchmarks as numbers with names: read, checked, compared and drawn. */
@NullMarked
package io.vexfs.testkit.bench.result;

import org.jspecify.annotations.NullMarked;
