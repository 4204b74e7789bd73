/** Retrieval for an agent that only knows files. */
@NullMarked
package io.vexfs.examples.agent;

import org.jspecify.annotations.NullMarked;
