/** Brings a store back: from its snapshots after a clean end, from the log after any other. */
@NullMarked
package io.vexfs.core.internal.recovery;

import org.jspecify.annotations.NullMarked;
