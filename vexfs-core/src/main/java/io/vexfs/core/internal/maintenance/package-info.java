/** What looks at, repairs and copies a store that nobody has open: verify, describe, backup. */
@NullMarked
package io.vexfs.core.internal.maintenance;

import org.jspecify.annotations.NullMarked;
