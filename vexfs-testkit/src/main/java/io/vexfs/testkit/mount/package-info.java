/** Something mounted, as suites see it: its fixture, the calls of a POSIX system on it, and the faults that suites must find. */
@NullMarked
package io.vexfs.testkit.mount;

import org.jspecify.annotations.NullMarked;
