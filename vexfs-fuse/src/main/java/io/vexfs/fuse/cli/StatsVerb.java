package io.vexfs.fuse.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vexfs.api.CollectionInfo;
import io.vexfs.core.RecoveryReport;
import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vexfs stats}: what is in a store, or what a mount reports about itself. */
@Command(
        name = "stats",
        description = {
            "Print what a store holds and how it does.",
            "Of a free store, its collections and how it opened: each line is a name, a tab and a value.",
            "Of a mounted one, one screen: alerts, memory, and how long operations take. --json has everything."
        },
        footer = {"", "Examples:", "  vexfs stats ./store", "  vexfs stats ./mnt --json"})
final class StatsVerb extends Verb {
    @Parameters(index = "0", paramLabel = "STORE|MOUNTPOINT", description = "The store's directory, or its mount.")
    private Path place;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    void run() throws IOException {
        Optional<Path> mount = Stores.mountOf(place);
        if (mount.isPresent() && !json) {
            MountLook.at(new MountDoor(mount.get()))
                    .screen(mount.get().toString(), Optional.empty())
                    .forEach(out()::println);
            return;
        }
        String text = mount.isPresent() ? ofMount(mount.get()) : ofStore();
        if (json) {
            out().println(text);
        } else {
            print("", JsonText.parseObject(text, "stats"));
        }
    }

    private static String ofMount(Path mount) throws IOException {
        MountDoor door = new MountDoor(mount);
        return "{\"status\":" + door.status().strip() + ",\"metrics\":"
                + door.metrics().strip() + "}";
    }

    private String ofStore() {
        try (Vexfs vexfs = Stores.open(place, Stores.existing())) {
            RecoveryReport report = vexfs.recoveryReport();
            List<CollectionInfo> collections = vexfs.bridge().collections();
            return JsonText.of(out -> {
                out.writeStartObject();
                out.writeStringField("store", vexfs.directory().toString());
                out.writeObjectFieldStart("opened");
                writeReport(out, report);
                out.writeEndObject();
                out.writeArrayFieldStart("collections");
                for (CollectionInfo info : collections) {
                    out.writeRawValue(JsonText.collection(info));
                }
                out.writeEndArray();
                out.writeEndObject();
            });
        }
    }

    private static void writeReport(JsonGenerator out, RecoveryReport report) throws IOException {
        out.writeBooleanField("cleanEnd", report.cleanEnd());
        out.writeNumberField("logRecordsRead", report.logRecordsRead());
        out.writeNumberField("vectorsLinked", report.vectorsLinked());
        out.writeNumberField("tornBytesDropped", report.tornBytesDropped());
        out.writeNumberField("tookMillis", report.took().toMillis());
    }

    /** One line for each value, named by the way to it; collections go by their names rather than numbers. */
    private void print(String prefix, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> print(prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key, each));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                Object each = list.get(i);
                Object name = each instanceof Map<?, ?> map && map.get("name") != null ? map.get("name") : i;
                print(prefix + "[" + name + "]", each);
            }
        } else {
            out().println(prefix + "\t" + value);
        }
    }
}
