package io.vexfs.core.internal.log;

import java.time.Instant;

/**
 * That a log takes no writes until it is opened again.
 *
 * @param since when that began
 * @param reason what failed
 */
public record LogRefusal(Instant since, String reason) {}
