package io.vexfs.testkit.crash;

import io.vexfs.api.Bridge;
import io.vexfs.api.Durability;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The process that is killed: it opens a store, takes {@link BridgeSteps} and closes, over and over, and says so. */
final class StepsUntilKilled {
    static final String OPENING = "opening";
    static final String OPENED = "opened";
    static final String CLOSING = "closing";
    static final String CLOSED = "closed";

    private static final int STEPS_UNTIL_CLOSE = 60;

    private StepsUntilKilled() {}

    /**
     * What the process is to do.
     *
     * @param engine what opens the store
     * @param store its directory
     * @param said the file for what it says, outside of the store
     * @param durability of the store
     * @param seed of the steps
     * @param first step that is taken
     * @param end the step before which it ends
     * @param ahead steps that are acknowledged before they are taken; 0 but for a canary
     */
    record Orders(
            Class<? extends CrashEngine> engine,
            Path store,
            Path said,
            Durability durability,
            long seed,
            int first,
            int end,
            int ahead) {
        /** The command of a process that does it. */
        List<String> command() {
            return ChildJvm.command(
                    StepsUntilKilled.class.getName(),
                    List.of(
                            engine.getName(),
                            store.toString(),
                            said.toString(),
                            durability.name(),
                            String.valueOf(seed),
                            String.valueOf(first),
                            String.valueOf(end),
                            String.valueOf(ahead)));
        }
    }

    /** Makes an engine from its class. */
    static CrashEngine engine(Class<? extends CrashEngine> type) {
        try {
            Constructor<? extends CrashEngine> constructor = type.getConstructor();
            return constructor.newInstance();
        } catch (ReflectiveOperationException unfit) {
            throw new IllegalArgumentException(type + ": expected a public constructor without arguments", unfit);
        }
    }

    /** Takes the {@link Orders}, in their order. Unbuffered, so that what was said survives. */
    public static void main(String... orders) throws IOException, ClassNotFoundException {
        CrashEngine engine = engine(Class.forName(orders[0]).asSubclass(CrashEngine.class));
        Path store = Path.of(orders[1]);
        Durability durability = Durability.valueOf(orders[3]);
        long seed = Long.parseLong(orders[4]);
        int end = Integer.parseInt(orders[6]);
        int ahead = Integer.parseInt(orders[7]);
        try (OutputStream said = new FileOutputStream(orders[2])) {
            int step = Integer.parseInt(orders[5]);
            while (step < end) {
                say(said, OPENING);
                try (Bridge bridge = engine.open(store, durability)) {
                    BridgeSteps.begin(bridge);
                    say(said, OPENED);
                    for (int i = 0; i < STEPS_UNTIL_CLOSE && step < end; i++, step++) {
                        if (ahead > 0) {
                            say(said, String.valueOf(step + ahead));
                        }
                        BridgeSteps.take(bridge, seed, step);
                        if (ahead == 0) {
                            say(said, String.valueOf(step));
                        }
                    }
                    say(said, CLOSING);
                }
                say(said, CLOSED);
            }
        }
    }

    private static void say(OutputStream said, String what) throws IOException {
        said.write((what + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
