package io.vexfs.testkit.integration;

import java.util.Optional;

/**
 * What one check found.
 *
 * @param area where it belongs
 * @param name the check's
 * @param nanos it took
 * @param measured as text; empty for nothing
 * @param failure what is wrong; empty if all is well
 */
public record IntegrationResult(Area area, String name, long nanos, String measured, Optional<String> failure) {}
