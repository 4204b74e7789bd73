package io.vexfs.testkit.fuzz;

import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The class that Jazzer calls: its two methods have the names that Jazzer looks for. */
public final class FuzzEntry {
    private static @Nullable FuzzTarget target;

    private FuzzEntry() {}

    /** Is told the target's name. */
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTargets.named(arguments[0]);
    }

    /** Gives one input to the target; throws if that is a finding. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        run(Objects.requireNonNull(target, "initialized before"), input);
    }

    static void run(FuzzTarget target, byte[] input) throws IOException {
        try {
            target.read(input);
        } catch (VexfsException refused) {
            Objects.requireNonNull(refused.getMessage(), "a refusal says why");
        }
    }
}
