package io.vexfs.core.internal.filter;

import io.vexfs.api.Filter;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.VexfsException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a collection's vectors, by field and value, as sets of ordinals.
 *
 * <p>It is filled while writers go on: they report every change from its first moment on, and what they have touched is
 * not taken from the walk over the table any more. After {@link #filled()} it holds exactly what the table holds.
 *
 * <p>Safe from many threads; its lock is a leaf but for the reading of long texts.
 */
public final class MetadataIndex {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, FieldIndex> fields = new HashMap<>();
    private final BitSet present = new BitSet();
    private final IntFunction<Metadata> reading;
    private final FilterCache cache = new FilterCache();
    private volatile boolean complete;
    private @Nullable BitSet touched = new BitSet();
    private long changes;

    /** @param reading gives an ordinal's metadata, empty for none: asked for texts that are too long to be kept here */
    public MetadataIndex(IntFunction<Metadata> reading) {
        this.reading = reading;
    }

    /** Takes in what the walk found under an ordinal, unless a writer has been there. */
    public void fill(int ordinal, Metadata metadata) {
        lock.writeLock().lock();
        try {
            if (touched != null && !touched.get(ordinal)) {
                add(ordinal, metadata);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Ends the walk. */
    public void filled() {
        lock.writeLock().lock();
        try {
            touched = null;
            complete = true;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Whether it holds all that the table holds. */
    public boolean complete() {
        return complete;
    }

    /** A writer puts a vector with this metadata under an ordinal. */
    public void put(int ordinal, Metadata metadata) {
        lock.writeLock().lock();
        try {
            touch(ordinal);
            add(ordinal, metadata);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** A writer removes the vector of an ordinal, which had this metadata. */
    public void remove(int ordinal, Metadata metadata) {
        lock.writeLock().lock();
        try {
            touch(ordinal);
            present.clear(ordinal);
            metadata.fields().forEach((name, value) -> {
                FieldIndex field = fields.get(name);
                if (field != null) {
                    field.remove(value, ordinal);
                    if (field.isEmpty()) {
                        fields.remove(name);
                    }
                }
            });
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void touch(int ordinal) {
        changes++;
        if (touched != null) {
            touched.set(ordinal);
        }
    }

    private void add(int ordinal, Metadata metadata) {
        present.set(ordinal);
        metadata.fields()
                .forEach((name, value) ->
                        fields.computeIfAbsent(name, any -> new FieldIndex()).add(value, ordinal));
    }

    /**
     * The ordinals that match a filter.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_QUERY} for a field, or a kind of value in a field, that no vector
     *     has, unless there are no vectors at all
     */
    public Matches matches(Filter filter) {
        lock.readLock().lock();
        try {
            if (present.isEmpty()) {
                return new Matches(new BitSet());
            }
            Matches known = cache.find(filter, changes);
            if (known == null) {
                requireKnown(filter);
                known = new Matches(bits(filter));
                cache.keep(filter, changes, known);
            }
            return known;
        } finally {
            lock.readLock().unlock();
        }
    }

    private void requireKnown(Filter filter) {
        if (filter instanceof Filter.And and) {
            and.all().forEach(this::requireKnown);
        } else if (filter instanceof Filter.Or or) {
            or.any().forEach(this::requireKnown);
        } else if (filter instanceof Filter.Not not) {
            requireKnown(not.filter());
        } else if (filter instanceof Filter.Comparison comparison) {
            requireKnown(comparison.field(), comparison.value());
        } else if (filter instanceof Filter.Prefix prefix) {
            requireKnown(prefix.field(), prefix.prefix());
        } else if (filter instanceof Filter.Membership membership) {
            membership.values().forEach(value -> requireKnown(membership.field(), value));
        }
    }

    private void requireKnown(Filter.Field name, Object value) {
        FieldIndex field = fields.get(name.name());
        String column = name.column() == 0 ? "" : "column " + name.column() + ": ";
        if (field == null) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "filter: " + column + "expected a field of the collection's vectors, was " + name);
        }
        if (!field.holdsKindOf(value)) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "filter: " + column + "field " + name + " holds " + field.kinds() + ", was compared with "
                            + kind(value));
        }
    }

    private static String kind(Object value) {
        return value instanceof Number ? "a number" : value instanceof String ? "text" : "a boolean";
    }

    private BitSet bits(Filter filter) {
        if (filter instanceof Filter.And and) {
            List<Filter> all = and.all();
            BitSet bits = bits(all.get(0));
            for (Filter each : all.subList(1, all.size())) {
                bits.and(bits(each));
            }
            return bits;
        }
        BitSet bits = new BitSet();
        if (filter instanceof Filter.Or or) {
            or.any().forEach(each -> bits.or(bits(each)));
        } else if (filter instanceof Filter.Not not) {
            bits.or(present);
            bits.andNot(bits(not.filter()));
        } else {
            test(filter, bits);
        }
        return bits;
    }

    private void test(Filter filter, BitSet bits) {
        IntPredicate byMetadata = ordinal -> filter.matches(reading.apply(ordinal));
        if (filter instanceof Filter.Comparison comparison) {
            field(comparison.field()).addCompared(comparison.operator(), comparison.value(), byMetadata, bits);
        } else if (filter instanceof Filter.Membership membership) {
            membership.values().forEach(value -> field(membership.field()).addEqual(value, byMetadata, bits));
        } else if (filter instanceof Filter.Prefix prefix) {
            field(prefix.field()).addPrefixed(prefix.prefix(), byMetadata, bits);
        } else if (filter instanceof Filter.Exists exists
                && fields.containsKey(exists.field().name())) {
            field(exists.field()).addAll(bits);
        }
    }

    private FieldIndex field(Filter.Field field) {
        FieldIndex index = fields.get(field.name());
        return index == null ? new FieldIndex() : index;
    }

    /** Bytes on the heap, roughly; looks at every value. */
    public long heapBytes() {
        lock.readLock().lock();
        try {
            long bytes = present.size() / 8 + cache.heapBytes();
            for (FieldIndex field : fields.values()) {
                bytes += field.heapBytes();
            }
            return bytes;
        } finally {
            lock.readLock().unlock();
        }
    }
}
