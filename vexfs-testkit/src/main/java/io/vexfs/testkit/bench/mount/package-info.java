/** Measurements through a real mount: what an operation costs, and whether the budgets hold. */
@NullMarked
package io.vexfs.testkit.bench.mount;

import org.jspecify.annotations.NullMarked;
