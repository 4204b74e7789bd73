/** The contract between stores, bridges and frontends: interfaces, values and errors; {@code java.*} only. */
@NullMarked
package io.vexfs.api;

import org.jspecify.annotations.NullMarked;
