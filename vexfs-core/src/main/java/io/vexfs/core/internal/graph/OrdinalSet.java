package io.vexfs.core.internal.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * A set of ordinals: one bit each, and above them one bit for each word that is not empty.
 *
 * <p>Changes are made under the set's monitor; readers take no lock, and see every change that was complete before they
 * began.
 */
final class OrdinalSet {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int WORDS_MIN = 64;

    private volatile Bits bits = new Bits(new long[WORDS_MIN], new long[1]);
    private volatile int size;

    /** How many ordinals are in the set. */
    int size() {
        return size;
    }

    /** Whether the ordinal is in the set. */
    boolean contains(int ordinal) {
        long[] words = bits.words;
        int word = ordinal >>> 6;
        return word < words.length && ((long) LONGS.getAcquire(words, word) & 1L << ordinal) != 0;
    }

    /** Puts an ordinal in; false if it was there. */
    synchronized boolean add(int ordinal) {
        int word = ordinal >>> 6;
        Bits now = bits;
        if (word >= now.words.length) {
            now = now.grown(word + 1);
            bits = now;
        }
        long before = now.words[word];
        long after = before | 1L << ordinal;
        if (before == after) {
            return false;
        }
        LONGS.setRelease(now.words, word, after);
        LONGS.setRelease(now.summary, word >>> 6, now.summary[word >>> 6] | 1L << word);
        size++;
        return true;
    }

    /** Takes an ordinal out; false if it was not there. */
    synchronized boolean remove(int ordinal) {
        int word = ordinal >>> 6;
        Bits now = bits;
        if (word >= now.words.length || (now.words[word] & 1L << ordinal) == 0) {
            return false;
        }
        long after = now.words[word] & ~(1L << ordinal);
        LONGS.setRelease(now.words, word, after);
        if (after == 0) {
            LONGS.setRelease(now.summary, word >>> 6, now.summary[word >>> 6] & ~(1L << word));
        }
        size--;
        return true;
    }

    /** Takes every ordinal out; who is reading sees all or none of it. */
    synchronized void clear() {
        bits = new Bits(new long[WORDS_MIN], new long[1]);
        size = 0;
    }

    /** The smallest ordinal in the set that is at least {@code from}, or -1. */
    int next(int from) {
        Bits now = bits;
        int word = from >>> 6;
        if (word >= now.words.length) {
            return -1;
        }
        long left = (long) LONGS.getAcquire(now.words, word) & -1L << from;
        while (left == 0) {
            word = now.nextWord(word + 1);
            if (word < 0) {
                return -1;
            }
            left = (long) LONGS.getAcquire(now.words, word);
        }
        return (word << 6) + Long.numberOfTrailingZeros(left);
    }

    /** Fills the buffer with the smallest ordinals that are at least {@code from}; returns how many there were. */
    int batch(int from, int[] buffer) {
        int count = 0;
        for (int ordinal = next(from); ordinal >= 0; ordinal = next(ordinal + 1)) {
            buffer[count++] = ordinal;
            if (count == buffer.length) {
                break;
            }
        }
        return count;
    }

    /** Ordinals of the set, no more than so many, evenly spread over all; nobody else changes the set. */
    int[] sample(int most) {
        int all = size();
        int[] sample = new int[Math.min(all, most)];
        int taken = 0;
        int seen = 0;
        for (int ordinal = next(0); ordinal >= 0 && taken < sample.length; ordinal = next(ordinal + 1)) {
            if ((long) seen++ * sample.length / all >= taken) {
                sample[taken++] = ordinal;
            }
        }
        return Arrays.copyOf(sample, taken);
    }

    /** A copy of the bits, 64 ordinals a word, of ordinals below {@code end}. */
    synchronized long[] words(int end) {
        long[] copy = new long[(end + 63) >>> 6];
        System.arraycopy(bits.words, 0, copy, 0, Math.min(copy.length, bits.words.length));
        return copy;
    }

    /** Takes over bits read from disk, 64 ordinals a word, into an empty set. */
    synchronized void restore(long[] newWords) {
        assert size == 0;
        Bits now = bits.grown(newWords.length);
        System.arraycopy(newWords, 0, now.words, 0, newWords.length);
        int count = 0;
        for (int word = 0; word < newWords.length; word++) {
            if (newWords[word] != 0) {
                now.summary[word >>> 6] |= 1L << word;
                count += Long.bitCount(newWords[word]);
            }
        }
        bits = now;
        size = count;
    }

    /** Bytes on the heap. */
    long heapBytes() {
        return (long) bits.words.length * Long.BYTES;
    }

    private static final class Bits {
        final long[] words;
        final long[] summary;

        Bits(long[] words, long[] summary) {
            this.words = words;
            this.summary = summary;
        }

        Bits grown(int wordsNeeded) {
            int length = Math.max(wordsNeeded, words.length * 2) + 63 & ~63;
            long[] moreWords = Arrays.copyOf(words, length);
            return new Bits(moreWords, Arrays.copyOf(summary, length >>> 6));
        }

        int nextWord(int from) {
            int index = from >>> 6;
            if (index >= summary.length) {
                return -1;
            }
            long left = (long) LONGS.getAcquire(summary, index) & -1L << from;
            while (left == 0) {
                if (++index >= summary.length) {
                    return -1;
                }
                left = (long) LONGS.getAcquire(summary, index);
            }
            return (index << 6) + Long.numberOfTrailingZeros(left);
        }
    }
}
