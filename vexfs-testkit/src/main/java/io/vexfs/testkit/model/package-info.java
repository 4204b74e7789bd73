/** The model of a bridge: exact, in memory, simple enough to be believed; real bridges are compared with it. */
@NullMarked
package io.vexfs.testkit.model;

import org.jspecify.annotations.NullMarked;
