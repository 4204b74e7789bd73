/** A mount compared with a pass-through in C and with the host directory, as disks are. */
@NullMarked
package io.vexfs.testkit.bench.disk;

import org.jspecify.annotations.NullMarked;
