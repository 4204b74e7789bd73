/** What the engine measures of itself, and under which names. */
@NullMarked
package io.vexfs.core.internal.metrics;

import org.jspecify.annotations.NullMarked;
