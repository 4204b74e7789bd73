package io.vexfs.testkit.conformance;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeConfig;
import io.vexfs.api.Durability;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How the suites of a bridge get one. A test that does not end within 300 seconds (JUnit's parameter
 * {@code vexfs.testkit.seconds}) fails, says where it hangs, and the next one runs.
 */
@ExtendWith(FixtureGuard.class)
public interface BridgeFixture {
    /** A bridge on a new, empty store that takes writes. The test closes it; what it left behind is the fixture's. */
    Bridge open();

    /**
     * The store of a bridge that this fixture made and that the test closed, opened again.
     *
     * @param readOnly whether the new one is to refuse writes
     */
    Bridge reopen(Bridge closed, boolean readOnly);

    /**
     * A bridge on a new, empty store that links and forces so; empty if the bridge has one way only, and then the tests of
     * sync modes are skipped.
     */
    default Optional<Bridge> open(BridgeConfig config, Durability durability) {
        return Optional.empty();
    }

    /** The least recall@10 at ef 100 that is good enough, against exact search on clustered vectors. */
    default double recallMin() {
        return 0.95;
    }
}
