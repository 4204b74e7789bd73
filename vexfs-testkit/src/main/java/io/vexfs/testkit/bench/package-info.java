/** Benchmarks that know the API only: build time, memory, recall against queries a second. */
@NullMarked
package io.vexfs.testkit.bench;

import org.jspecify.annotations.NullMarked;
