/** The bridge between storage and index: log first, then map and index, then a bounded queue of links. */
@NullMarked
package io.vexfs.core.internal.bridge;

import org.jspecify.annotations.NullMarked;
