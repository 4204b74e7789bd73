package io.vexfs.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.model.MemoryBridge;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteppedModelTest {
    private static final long SEED = 7;
    private static final int STEPS = 60;

    /** What can be seen after each step. */
    private final List<List<String>> contents = new ArrayList<>();
    /** The steps that change what can be seen. */
    private final List<Integer> changes = new ArrayList<>();

    SteppedModelTest() {
        try (MemoryBridge bridge = new MemoryBridge()) {
            BridgeSteps.begin(bridge);
            List<String> before = BridgeSteps.content(bridge);
            for (int step = 0; step < STEPS; step++) {
                BridgeSteps.take(bridge, SEED, step);
                contents.add(BridgeSteps.content(bridge));
                if (!contents.get(step).equals(before)) {
                    changes.add(step);
                }
                before = contents.get(step);
            }
        }
    }

    private static boolean right(List<String> found, int heard, int said) {
        try (SteppedModel model = new SteppedModel(SEED)) {
            return model.difference(found, heard, said).isEmpty();
        }
    }

    @Test
    void take_anySeed_mixesSteps() {
        assertThat(changes).hasSizeBetween(STEPS / 4, STEPS - 5);
        List<Integer> gaps = new ArrayList<>();
        for (int i = 1; i < changes.size(); i++) {
            gaps.add(changes.get(i) - changes.get(i - 1));
        }
        assertThat(gaps.stream().distinct()).hasSizeGreaterThan(2);
    }

    @Test
    void difference_acknowledgedOrTheNextStep_isRight() {
        int change = changes.get(3);

        assertThat(right(contents.get(change), change, change)).isTrue();
        assertThat(right(contents.get(change), change - 1, change - 1)).isTrue();
        assertThat(right(contents.get(change - 1), change, change)).isFalse();
    }

    @Test
    void difference_oneStepSaidAfterTheCutIsMissing_isRight() {
        int change = changes.get(3);

        assertThat(right(contents.get(change - 1), change - 1, change)).isTrue();
        assertThat(right(contents.get(change), change - 1, change)).isTrue();
    }

    @Test
    void difference_twoStepsSaidAfterTheCutAreMissing_isALoss() {
        int heard = changes.get(3) - 1;
        int said = changes.get(4);

        assertThat(right(contents.get(heard), heard, said)).isFalse();
        assertThat(right(contents.get(said - 1), heard, said)).isTrue();
    }

    @Test
    void difference_emptyStore_isRightBeforeTheFirstStepAlone() {
        List<String> empty;
        try (MemoryBridge bridge = new MemoryBridge()) {
            empty = BridgeSteps.content(bridge);
        }

        assertThat(right(empty, -1, -1)).isTrue();
        assertThat(right(empty, -1, changes.get(2))).isFalse();
    }

    @Test
    void difference_stepHeardBeforeTheCutIsMissing_isALoss() {
        int heard = changes.get(3);

        assertThat(right(contents.get(heard - 1), heard, changes.get(4))).isFalse();
    }
}
