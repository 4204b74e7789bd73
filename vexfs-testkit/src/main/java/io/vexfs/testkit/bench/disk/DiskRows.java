package io.vexfs.testkit.bench.disk;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rows that were asked for by a pattern, together with those that prepare or clean up what they work on. */
final class DiskRows {
    private final Pattern pattern;
    private final List<DiskTask> chosen = new ArrayList<>();

    /** None yet. */
    DiskRows(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Takes rows that stand for themselves, each if its name matches. */
    void alone(List<DiskTask> rows) {
        rows.stream().filter(this::matches).forEach(chosen::add);
    }

    /** Takes rows that follow each other on the same files: all of them if one's name matches. */
    void together(List<DiskTask> rows) {
        if (rows.stream().anyMatch(this::matches)) {
            chosen.addAll(rows);
        }
    }

    private boolean matches(DiskTask row) {
        return pattern.matcher(row.name()).find();
    }

    List<DiskTask> chosen() {
        return List.copyOf(chosen);
    }
}
