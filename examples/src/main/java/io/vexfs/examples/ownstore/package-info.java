/** A store of one's own, proven by the testkit. */
@NullMarked
package io.vexfs.examples.ownstore;

import org.jspecify.annotations.NullMarked;
