package io.vexfs.core.internal.filter;

import io.vexfs.api.Filter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the latest filters matched, as long as nothing has changed. Safe from many threads. */
final class FilterCache {
    /** Filters that are kept. */
    static final int FILTERS_MAX = 16;

    private final Map<Filter, Matches> kept = new LinkedHashMap<>(FILTERS_MAX * 2, 0.75f, true);
    private long changes = -1;

    /** What a filter matched at this count of changes. */
    synchronized @Nullable Matches find(Filter filter, long now) {
        return changes == now ? kept.get(filter) : null;
    }

    synchronized void keep(Filter filter, long now, Matches matches) {
        if (changes != now) {
            kept.clear();
            changes = now;
        }
        kept.put(filter, matches);
        if (kept.size() > FILTERS_MAX) {
            kept.remove(kept.keySet().iterator().next());
        }
    }

    synchronized long heapBytes() {
        return kept.values().stream()
                .mapToLong(matches -> matches.bits().size() / 8)
                .sum();
    }
}
