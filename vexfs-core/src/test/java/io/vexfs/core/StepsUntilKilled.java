package io.vexfs.core;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeConfig;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The process that {@link KillIT} kills: it takes steps, and says after each that it was acknowledged. */
final class StepsUntilKilled {
    private static final int STEPS_UNTIL_CLOSE = 60;

    private StepsUntilKilled() {}

    /** Arguments: the store, the file for what is said, the seed, the first step. Unbuffered, so that what was said survives. */
    public static void main(String... arguments) throws IOException {
        long seed = Long.parseLong(arguments[2]);
        int step = Integer.parseInt(arguments[3]);
        VexfsConfig config = VexfsConfig.DEFAULT.toBuilder()
                // So that the log is compacted and graphs are written all the time.
                .log(new LogPolicy(8 << 10, 40))
                .bridge(BridgeConfig.DEFAULT.toBuilder().batchSize(8).build())
                .build();
        try (FileOutputStream said = new FileOutputStream(arguments[1])) {
            said.write("opening\n".getBytes(StandardCharsets.UTF_8));
            while (step >= 0) {
                try (Vexfs db = Vexfs.open(Path.of(arguments[0]), config)) {
                    Bridge bridge = db.bridge();
                    for (int i = 0; i < STEPS_UNTIL_CLOSE; i++, step++) {
                        BridgeSteps.take(bridge, seed, step);
                        said.write((step + "\n").getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }
}
