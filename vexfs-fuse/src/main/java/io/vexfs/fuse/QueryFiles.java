package io.vexfs.fuse;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jnr.ffi.Pointer;

/**
 * {@code NAME.search.results}: what the ordinary file {@code NAME.search} asks for. Searched anew at each open; a stat
 * searches too, unless the same caller's answer is fresh, so that it tells the size that an open will read.
 */
final class QueryFiles implements Room {
    /** The end of a query's name. */
    static final String SUFFIX = ".search";
    /** The end of the name of its answer. */
    static final String RESULTS_SUFFIX = ".search.results";

    private static final int READABLE = 0444;
    private static final int RESULTS_WORD = ".results".length();
    private static final long FRESH_NANOS = 1_000_000_000L;
    /** Answers that are kept for the next stat. */
    private static final int KEPT_MAX = 1_000;

    private final HostFiles host;
    private final VectorFiles vectors;
    private final Searches searches;
    private final Generated generated;
    private final Supplier<Caller> callers;
    private final ConcurrentHashMap<Key, Answer> kept = new ConcurrentHashMap<>();

    QueryFiles(HostFiles host, VectorFiles vectors, Searches searches, Generated generated, Supplier<Caller> callers) {
        this.host = host;
        this.vectors = vectors;
        this.searches = searches;
        this.generated = generated;
        this.callers = callers;
    }

    /** Whose answer to which query. */
    private record Key(MountPath query, int user, CallerGroups groups) {}

    /** An answer, and of when it is. */
    private static final class Answer {
        private final byte[] text;
        private final long atNanos;
        private final long changes;
        private final long queryModifiedNanos;

        private Answer(byte[] text, long atNanos, long changes, long queryModifiedNanos) {
            this.text = text;
            this.atNanos = atNanos;
            this.changes = changes;
            this.queryModifiedNanos = queryModifiedNanos;
        }
    }

    /**
     * A query as the host has it: who may read it may read its answer.
     *
     * @param path the file's name
     * @param modifiedNanos its modification time
     * @param answerMode the mode of its answer
     * @param owner its user and group
     */
    private record Query(MountPath path, long modifiedNanos, int answerMode, Caller owner) {}

    private Query query(MountPath results) {
        byte[] name = results.name();
        MountPath path = results.parent().child(Arrays.copyOf(name, name.length - RESULTS_WORD));
        Pointer stat = Scratch.current().stat;
        ErrnoException.require(host.stat(path, stat));
        if (!Stat.regular(stat)) {
            throw new ErrnoException(Linux.ENOENT);
        }
        Caller owner = new Caller(Stat.user(stat), Stat.group(stat), -1);
        return new Query(path, Stat.modifiedNanos(stat), Linux.S_IFREG | Stat.mode(stat) & READABLE, owner);
    }

    @Override
    public int stat(MountPath path, Pointer stat) {
        Caller caller = callers.get();
        Query query = query(path);
        Answer last = kept.get(new Key(query.path(), caller.user(), CallerGroups.of(caller)));
        Answer answer = last != null && fresh(last, query) ? last : answer(query, caller);
        return generated.stat(path, stat, query.answerMode(), answer.text.length, query.owner());
    }

    private boolean fresh(Answer answer, Query query) {
        return System.nanoTime() - answer.atNanos < FRESH_NANOS
                && answer.changes == vectors.changes()
                && answer.queryModifiedNanos == query.modifiedNanos();
    }

    @Override
    public OpenFile open(MountPath path, int flags) {
        if ((flags & Linux.O_ACCMODE) != 0) {
            throw new ErrnoException(Linux.EACCES);
        }
        Query query = query(path);
        return generated.file(path, query.answerMode(), answer(query, callers.get()).text, query.owner());
    }

    @Override
    public OpenFile openDirectory(MountPath path) {
        throw new ErrnoException(Linux.ENOTDIR);
    }

    private Answer answer(Query query, Caller caller) {
        long changes = vectors.changes();
        byte[] text = search(query.path(), caller).getBytes(StandardCharsets.UTF_8);
        Answer answer = new Answer(text, System.nanoTime(), changes, query.modifiedNanos());
        if (kept.size() >= KEPT_MAX) {
            kept.clear();
        }
        kept.put(new Key(query.path(), caller.user(), CallerGroups.of(caller)), answer);
        return answer;
    }

    private String search(MountPath query, Caller caller) {
        try {
            return Searches.lines(searches.run(QueryKeys.ofLines(text(query)), query.parent(), caller));
        } catch (VexfsException failure) {
            return "error: " + failure.getMessage() + "\n";
        }
    }

    private String text(MountPath query) {
        int descriptor = ErrnoException.require(host.open(query, Linux.O_NONBLOCK));
        try (HostInput in = new HostInput(descriptor)) {
            byte[] bytes = in.readNBytes(QueryKeys.QUERY_CHARS_MAX + 1);
            if (bytes.length > QueryKeys.QUERY_CHARS_MAX) {
                throw new VexfsException(
                        FuseVexfsError.LIMIT_REACHED,
                        "query: expected at most " + QueryKeys.QUERY_CHARS_MAX + " bytes, was more (" + query + ")");
            }
            return QueryKeys.text(bytes);
        } catch (IOException failure) {
            throw new ErrnoException(Linux.EIO);
        } finally {
            NativeLibraries.c().close(descriptor);
        }
    }
}
