/** Other engines behind the line protocol of {@code vexfs bench peers}. */
@NullMarked
package io.vexfs.peers;

import org.jspecify.annotations.NullMarked;
