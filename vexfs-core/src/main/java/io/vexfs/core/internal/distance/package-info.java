/** Metric kernels over rows of floats: a scalar and a SIMD twin, of which one is chosen once. */
@NullMarked
package io.vexfs.core.internal.distance;

import org.jspecify.annotations.NullMarked;
