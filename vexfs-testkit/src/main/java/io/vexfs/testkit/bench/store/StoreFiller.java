package io.vexfs.testkit.bench.store;

import io.vexfs.api.Bridge;
import io.vexfs.api.BridgeProvider;
import io.vexfs.testkit.bench.Progress;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The program that fills a store, says so and waits to be killed: {@code STORE VECTORS DIMENSIONS [OPTION=VALUE…]}.
 */
final class StoreFiller {
    private StoreFiller() {}

    /** Fills the store, prints a line, and waits until its standard input ends or it is killed. */
    public static void main(String[] args) throws IOException {
        Map<String, String> engine = Arrays.stream(args)
                .skip(3)
                .map(option -> option.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        StoreSettings settings = new StoreSettings(
                Integer.parseInt(args[1]), Integer.parseInt(args[2]), 1, 1, Set.of("recovery"), engine);
        Path store = Path.of(args[0]);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        Path parent = Objects.requireNonNull(store.toAbsolutePath().getParent(), "a store has a parent");
        try (StoreWork work = new StoreWork(BridgeProvider.installed(), parent, settings, Progress.NONE);
                Bridge bridge = work.make(store.toAbsolutePath().toString(), Map.of("durability", "batched"))) {
            work.fill(bridge, 0, settings.vectors(), 0);
            out.println(KilledStore.STORED);
            // Ends with the parent, if that does not kill it.
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
