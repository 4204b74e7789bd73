package io.vexfs.testkit.conformance;

import io.vexfs.api.Bridge;

/** How the suites of a bridge get one. */
public interface BridgeFixture {
    /** A bridge on a new, empty store that takes writes. The test closes it; what it left behind is the fixture's. */
    Bridge open();

    /**
     * The store of a bridge that this fixture made and that the test closed, opened again.
     *
     * @param readOnly whether the new one is to refuse writes
     */
    Bridge reopen(Bridge closed, boolean readOnly);

    /** The least recall@10 at ef 100 that is good enough, against exact search on clustered vectors. */
    default double recallMin() {
        return 0.95;
    }
}
