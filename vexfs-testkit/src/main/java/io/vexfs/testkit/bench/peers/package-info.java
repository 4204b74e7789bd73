/** The same data, the same run, several engines: each a process of its own, so that no JVM knows another's profile. */
@NullMarked
package io.vexfs.testkit.bench.peers;

import org.jspecify.annotations.NullMarked;
