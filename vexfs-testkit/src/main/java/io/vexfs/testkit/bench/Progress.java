package io.vexfs.testkit.bench;

/** What a long run tells about itself: tasks one after the other, each of a known number of steps. */
public interface Progress {
    /** Says nothing. */
    Progress NONE = new Progress() {
        @Override
        public void begin(String task, long total) {}

        @Override
        public void step(long by) {}

        @Override
        public void end() {}
    };

    /** A task starts. */
    void begin(String task, long total);

    /** Some of the task is done; called from any thread. */
    void step(long by);

    /** The task is over. */
    void end();
}
