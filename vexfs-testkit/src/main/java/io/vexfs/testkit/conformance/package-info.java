/** Suites that prove an implementation of the API right: implement an interface in a test class, give the fixture. */
@NullMarked
package io.vexfs.testkit.conformance;

import org.jspecify.annotations.NullMarked;
