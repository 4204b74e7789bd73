/** What the testkit does with whole directories of files. */
@NullMarked
package io.vexfs.testkit.files;

import org.jspecify.annotations.NullMarked;
