/** Filters: indexes on metadata fields, and what they say about a filter. */
@NullMarked
package io.vexfs.core.internal.filter;

import org.jspecify.annotations.NullMarked;
