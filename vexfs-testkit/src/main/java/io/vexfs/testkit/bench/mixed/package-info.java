/** Clients that store, search and delete at once, through the API or through a mount. */
@NullMarked
package io.vexfs.testkit.bench.mixed;

import org.jspecify.annotations.NullMarked;
