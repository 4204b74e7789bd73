/** Crashes on purpose, from outside: kills, power cuts, full disks and flipped bytes, for any implementation. */
@NullMarked
package io.vexfs.testkit.crash;

import org.jspecify.annotations.NullMarked;
