package io.vexfs.testkit.crash;

import io.vexfs.testkit.model.MemoryBridge;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a store must hold after a crash: every acknowledged step, and of the one behind them all or nothing. */
final class SteppedModel implements AutoCloseable {
    private static final int SHOWN = 3;

    private final MemoryBridge model = new MemoryBridge();
    private final long seed;
    private int next;

    SteppedModel(long seed) {
        this.seed = seed;
        BridgeSteps.begin(model);
    }

    /** The step that is to be taken next. */
    int next() {
        return next;
    }

    private void take() {
        BridgeSteps.take(model, seed, next++);
    }

    /**
     * What is wrong with the content of a store; empty if it is right.
     *
     * @param acknowledged the last step that was
     */
    Optional<String> difference(List<String> found, int acknowledged) {
        return difference(found, acknowledged, acknowledged);
    }

    /**
     * As {@link #difference(List, int)} after a cut of the power that the process outlived. What it said before must be
     * there. Of what it said afterwards one step may be missing: the fsync that was under way may find nothing left to
     * do, as ext4 has given up what it waited for, and then says that all is well.
     *
     * @param heard the last step that was acknowledged before
     * @param said the last step that was acknowledged at all
     */
    Optional<String> difference(List<String> found, int heard, int said) {
        takeThrough(heard);
        List<String> before = BridgeSteps.content(model);
        if (said < 0 && found.equals(ofAnEmptyStore())) {
            return Optional.empty();
        }
        int changes = 0;
        int at = found.equals(before) ? 0 : -1;
        while (next <= said) {
            take();
            List<String> after = BridgeSteps.content(model);
            changes += after.equals(before) ? 0 : 1;
            at = found.equals(after) ? changes : at;
            before = after;
        }
        if (at >= changes - (said == heard ? 0 : 1) && at >= 0) {
            return Optional.empty();
        }
        take();
        if (found.equals(BridgeSteps.content(model))) {
            return Optional.empty();
        }
        return Optional.of("after step " + said + " (" + stateOf(found) + "): " + apart("missing ", before, found)
                + ", " + apart("not expected ", found, before));
    }

    private void takeThrough(int step) {
        while (next <= step) {
            take();
        }
    }

    private String stateOf(List<String> found) {
        try (MemoryBridge again = new MemoryBridge()) {
            BridgeSteps.begin(again);
            for (int step = 0; step < next; step++) {
                BridgeSteps.take(again, seed, step);
                if (BridgeSteps.content(again).equals(found)) {
                    return "it holds what was there after step " + step;
                }
            }
            return "it holds what was there after no step";
        }
    }

    private static List<String> ofAnEmptyStore() {
        try (MemoryBridge empty = new MemoryBridge()) {
            return BridgeSteps.content(empty);
        }
    }

    /** The first lines that only one side has. */
    static String apart(String what, List<String> here, List<String> there) {
        List<String> only = new ArrayList<>(here);
        only.removeAll(there);
        return what + only.size() + " " + only.subList(0, Math.min(SHOWN, only.size()));
    }

    @Override
    public void close() {
        model.close();
    }
}
