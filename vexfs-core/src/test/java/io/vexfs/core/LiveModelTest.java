package io.vexfs.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Durability;
import io.vexfs.testkit.crash.BridgeSteps;
import io.vexfs.testkit.model.MemoryBridge;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store and the testkit's model take the steps that {@link io.vexfs.testkit.crash.KillHarness} takes, without kills, and agree all the way. */
class LiveModelTest {
    private static final int STEPS = Integer.getInteger("vexfs.steps", 2_000);
    private static final int LOOK_EVERY = 25;
    private static final VexfsConfig CONFIG = VexfsConfig.DEFAULT.toBuilder()
            .durability(Durability.NONE)
            .log(new LogPolicy(8 << 10, 40))
            .build();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void take_manySteps_agreesWithTheModel(long seed) {
        try (MemoryBridge model = new MemoryBridge();
                Vexfs store = Vexfs.open(directory.resolve("store"), CONFIG)) {
            CollectionSettings settings = new CollectionSettings(DistanceMetric.L2, 0);
            model.createCollection("/c", settings);
            store.bridge().createCollection("/c", settings);
            for (int step = 0; step < STEPS; step++) {
                BridgeSteps.take(model, seed, step);
                BridgeSteps.take(store.bridge(), seed, step);
                if (step % LOOK_EVERY == 0) {
                    assertThat(BridgeSteps.content(store.bridge()))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(BridgeSteps.content(model));
                }
            }
        }
    }
}
