/** The HNSW index: graph, pending set and vectors by ordinal, and its snapshot on disk. */
@NullMarked
package io.vexfs.core.internal.graph;

import org.jspecify.annotations.NullMarked;
