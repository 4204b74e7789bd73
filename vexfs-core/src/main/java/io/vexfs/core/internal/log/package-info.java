/** The append-only log of checksummed records: the truth of a store. */
@NullMarked
package io.vexfs.core.internal.log;

import org.jspecify.annotations.NullMarked;
