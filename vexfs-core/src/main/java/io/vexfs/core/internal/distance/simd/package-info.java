/** The SIMD twin of the kernels, compiled apart because it needs the incubating Vector API. */
@NullMarked
package io.vexfs.core.internal.distance.simd;

import org.jspecify.annotations.NullMarked;
