package io.vexfs.core.internal.filter;

import io.vexfs.api.Filter;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The ordinals by the value that they have in one field. Not safe from several threads.
 *
 * <p>Text longer than {@link #TEXT_CHARS_MAX} is kept by its beginning alone, so that an index over documents is not
 * as large as these. Where only the rest could decide, each such ordinal is tested by its metadata.
 */
final class FieldIndex {
    /** Characters of a text that the index keeps. */
    static final int TEXT_CHARS_MAX = 64;

    private static final long NODE_BYTES = 64;

    private final TreeMap<Number, Postings> numbers = new TreeMap<>(Numbers::compare);
    private final TreeMap<String, Postings> texts = new TreeMap<>();
    private final TreeMap<String, Postings> longTexts = new TreeMap<>();
    private final Postings truths = new Postings();
    private final Postings lies = new Postings();
    private final Postings all = new Postings();
    private long heapBytes = 3 * NODE_BYTES;

    private static boolean isLong(String text) {
        return text.length() > TEXT_CHARS_MAX;
    }

    private static String kept(String text) {
        return isLong(text) ? text.substring(0, TEXT_CHARS_MAX) : text;
    }

    void add(Object value, int ordinal) {
        all.add(ordinal);
        if (value instanceof Number number) {
            add(numbers, Numbers.normalised(number), ordinal, 24);
        } else if (value instanceof String text) {
            add(
                    isLong(text) ? longTexts : texts,
                    kept(text),
                    ordinal,
                    56L + 2L * Math.min(text.length(), TEXT_CHARS_MAX));
        } else {
            truth(value).add(ordinal);
        }
    }

    private <K> void add(TreeMap<K, Postings> map, K key, int ordinal, long keyBytes) {
        Postings postings = map.get(key);
        if (postings == null) {
            postings = new Postings();
            map.put(key, postings);
            heapBytes += NODE_BYTES + keyBytes;
        }
        postings.add(ordinal);
    }

    void remove(Object value, int ordinal) {
        all.remove(ordinal);
        if (value instanceof Number number) {
            remove(numbers, Numbers.normalised(number), ordinal, 24);
        } else if (value instanceof String text) {
            remove(
                    isLong(text) ? longTexts : texts,
                    kept(text),
                    ordinal,
                    56L + 2L * Math.min(text.length(), TEXT_CHARS_MAX));
        } else {
            truth(value).remove(ordinal);
        }
    }

    private <K> void remove(TreeMap<K, Postings> map, K key, int ordinal, long keyBytes) {
        Postings postings = map.get(key);
        if (postings != null) {
            postings.remove(ordinal);
            if (postings.size() == 0) {
                map.remove(key);
                heapBytes -= NODE_BYTES + keyBytes;
            }
        }
    }

    private Postings truth(Object value) {
        return value.equals(Boolean.TRUE) ? truths : lies;
    }

    boolean isEmpty() {
        return all.size() == 0;
    }

    /** Whether some vector has a value of this one's kind here. */
    boolean holdsKindOf(Object value) {
        if (value instanceof Number) {
            return !numbers.isEmpty();
        }
        return value instanceof String ? holdsText() : truths.size() + lies.size() > 0;
    }

    boolean holdsText() {
        return !texts.isEmpty() || !longTexts.isEmpty();
    }

    /** The kinds of values that there are, for a message. */
    String kinds() {
        String kinds = (numbers.isEmpty() ? "" : ", numbers")
                + (holdsText() ? ", text" : "")
                + (truths.size() + lies.size() == 0 ? "" : ", booleans");
        return kinds.substring(2);
    }

    /** Adds every ordinal that has the field. */
    void addAll(BitSet bits) {
        all.addTo(bits);
    }

    /** Adds the ordinals whose value compares so; {@code test} decides where the kept beginning of a text cannot. */
    void addCompared(Filter.Operator operator, Object value, IntPredicate test, BitSet bits) {
        if (operator == Filter.Operator.EQUAL) {
            addEqual(value, test, bits);
        } else if (operator == Filter.Operator.NOT_EQUAL) {
            BitSet equal = new BitSet();
            addEqual(value, test.negate(), equal);
            all.addTo(bits);
            bits.andNot(equal);
        } else if (value instanceof Number number) {
            range(numbers, operator, number).values().forEach(postings -> postings.addTo(bits));
        } else if (value instanceof String text) {
            range(texts, operator, text).values().forEach(postings -> postings.addTo(bits));
            addLongTexts(operator, text, test, bits);
        }
    }

    void addEqual(Object value, IntPredicate test, BitSet bits) {
        if (value instanceof Number number) {
            add(numbers.get(Numbers.normalised(number)), bits);
        } else if (value instanceof String text) {
            if (isLong(text)) {
                addTested(longTexts.get(kept(text)), test, bits);
            } else {
                add(texts.get(text), bits);
            }
        } else {
            truth(value).addTo(bits);
        }
    }

    private static <K> NavigableMap<K, Postings> range(TreeMap<K, Postings> map, Filter.Operator operator, K bound) {
        return switch (operator) {
            case LESS -> map.headMap(bound, false);
            case AT_MOST -> map.headMap(bound, true);
            case GREATER -> map.tailMap(bound, false);
            case AT_LEAST -> map.tailMap(bound, true);
            case EQUAL, NOT_EQUAL -> throw new IllegalArgumentException("a range of " + operator);
        };
    }

    /** A long text lies where its beginning does, unless that is the beginning of the bound too. */
    private void addLongTexts(Filter.Operator operator, String bound, IntPredicate test, BitSet bits) {
        String edge = kept(bound);
        boolean below = operator == Filter.Operator.LESS || operator == Filter.Operator.AT_MOST;
        (below ? longTexts.headMap(edge, false) : longTexts.tailMap(edge, false))
                .values()
                .forEach(postings -> postings.addTo(bits));
        addTested(longTexts.get(edge), test, bits);
    }

    /** Adds the ordinals whose text begins so. */
    void addPrefixed(String prefix, IntPredicate test, BitSet bits) {
        for (Map.Entry<String, Postings> entry : texts.tailMap(prefix, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            entry.getValue().addTo(bits);
        }
        if (isLong(prefix)) {
            addTested(longTexts.get(kept(prefix)), test, bits);
            return;
        }
        for (Map.Entry<String, Postings> entry : longTexts.tailMap(prefix, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            entry.getValue().addTo(bits);
        }
    }

    private static void add(@Nullable Postings postings, BitSet bits) {
        if (postings != null) {
            postings.addTo(bits);
        }
    }

    private static void addTested(@Nullable Postings postings, IntPredicate test, BitSet bits) {
        if (postings != null) {
            BitSet candidates = new BitSet();
            postings.addTo(candidates);
            candidates.stream().filter(test).forEach(bits::set);
        }
    }

    /** Bytes on the heap, roughly; looks at every value. */
    long heapBytes() {
        long bytes = heapBytes + all.heapBytes() + truths.heapBytes() + lies.heapBytes();
        for (TreeMap<?, Postings> map : List.of(numbers, texts, longTexts)) {
            for (Postings postings : map.values()) {
                bytes += postings.heapBytes();
            }
        }
        return bytes;
    }
}
