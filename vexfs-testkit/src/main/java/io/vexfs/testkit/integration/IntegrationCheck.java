package io.vexfs.testkit.integration;

/**
 * One thing that is looked at.
 *
 * @param area where it belongs
 * @param name what must be true, as a test's name
 * @param body finds out
 */
public record IntegrationCheck(Area area, String name, Body body) {
    /** Finds out; throws where it is not so. */
    public interface Body {
        /** Returns what was measured, as text, or nothing worth telling. */
        String run(IntegrationMount mount) throws Exception;
    }
}
