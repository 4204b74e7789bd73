/** What the log's records add up to: names, files and collections, each with its table and its index. */
@NullMarked
package io.vexfs.core.internal.catalog;

import org.jspecify.annotations.NullMarked;
