/** The contract between stores, bridges and frontends: interfaces, values and errors, with the JDK alone. */
@NullMarked
package io.vexfs.api;

import org.jspecify.annotations.NullMarked;
