package io.vexfs.fuse;

/** Which operations are looked at for the stack that they take, and the probes of the threads that answer. */
final class StackBudget {
    /** What a thread that answers is given: the probe paints a part of it, so it must not be less. */
    static final int THREAD_BYTES = 1 << 20;

    private final int every;
    private final ThreadLocal<StackProbe> probes = ThreadLocal.withInitial(StackProbe::new);

    /** @param every one of how many operations of a thread is looked at; 0 for none */
    StackBudget(int every) {
        this.every = every;
    }

    int every() {
        return every;
    }

    /** The probe of this thread. */
    StackProbe probe() {
        return probes.get();
    }

    /** Says that this thread ends. */
    void threadEnds() {
        if (every != 0) {
            probes.get().close();
            probes.remove();
        }
    }
}
