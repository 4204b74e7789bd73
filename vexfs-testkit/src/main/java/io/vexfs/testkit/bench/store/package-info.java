/** What a durable store costs: forced writes, syncs, pauses, disk and recovery, measured through the API alone. */
@NullMarked
package io.vexfs.testkit.bench.store;

import org.jspecify.annotations.NullMarked;
