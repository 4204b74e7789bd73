/** What one needs to test a VexFS implementation from outside: suites, data, assertions, a clock; the API only. */
@NullMarked
package io.vexfs.testkit;

import org.jspecify.annotations.NullMarked;
