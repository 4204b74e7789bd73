/** The store directory, and the tables of records in Chronicle Map volumes that the engine reads. */
@NullMarked
package io.vexfs.core.internal.storage;

import org.jspecify.annotations.NullMarked;
