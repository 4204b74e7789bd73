package io.vexfs.testkit.mount;

/** What answers in place of the right calls, or lets them answer. One for each mount; safe from several threads. */
abstract class FaultyCalls {
    /** The right one is to answer. */
    static final Object PASS = new Object();
    /** The answer of a call that returns nothing. */
    static final Object DONE = 0;

    /** What this call returns, or {@link #PASS}. */
    abstract Object answer(String call, Object[] args, PosixCalls right, PosixCalls root);

    /** The mount was taken away and is there again. */
    void remounted() {}

    /** Whether nobody's calls are another user's. */
    boolean everybodyIsRoot() {
        return false;
    }
}
