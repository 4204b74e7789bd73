/** What log, tables and snapshots share about bytes on disk: durable files, and readers that check every length. */
@NullMarked
package io.vexfs.core.internal.disk;

import org.jspecify.annotations.NullMarked;
