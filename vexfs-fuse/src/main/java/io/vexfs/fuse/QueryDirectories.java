package io.vexfs.fuse;

import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.VexfsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jnr.ffi.Pointer;

/**
 * {@code DIR/.search/key=value,key=value/}: a query as a directory of ranked links to the neighbours. The search runs
 * when the directory is opened, or a link in it is asked for; never when it is looked up. What was listed is what the
 * links answer, for the same caller and for a while. Not listed in {@code DIR}.
 */
final class QueryDirectories implements Room {
    /** The directory's name. */
    static final String DIRECTORY = ".search";

    /** The attribute of a query's directory that holds its results as lines. */
    private static final String RESULTS = VectorAttributes.PREFIX + "results";

    /** Digits of a rank at least: sorted by name, links stay in order. */
    private static final int RANK_DIGITS = 4;

    private static final int DIRECTORY_MODE = Linux.S_IFDIR | 0555;
    private static final int LINK_MODE = Linux.S_IFLNK | 0777;
    private static final long KEPT_NANOS = 60_000_000_000L;
    /** Answers that are kept at once. */
    private static final int KEPT_MAX = 1_000;

    private final HostFiles host;
    private final Searches searches;
    private final Generated generated;
    private final Supplier<Caller> callers;
    private final ConcurrentHashMap<Key, Listing> kept = new ConcurrentHashMap<>();

    QueryDirectories(HostFiles host, Searches searches, Generated generated, Supplier<Caller> callers) {
        this.host = host;
        this.searches = searches;
        this.generated = generated;
        this.callers = callers;
    }

    /** Whose answer to which query. */
    private record Key(MountPath query, int user, CallerGroups groups) {}

    /**
     * An answer as links.
     *
     * @param entries the links' paths, in rank order
     * @param targets where each leads, in the same order
     * @param result what was found, in the same order
     * @param like what it is like
     * @param atNanos of when it is
     */
    private record Listing(
            List<MountPath> entries,
            List<MountPath> targets,
            SearchResult result,
            Optional<String> like,
            long atNanos) {
        private Listing {
            entries = List.copyOf(entries);
            targets = List.copyOf(targets);
        }
    }

    private static MountPath directory(MountPath path) {
        return path.above(path.component(DIRECTORY));
    }

    /** 0 for {@code .search}, 1 for a query, 2 for a link. */
    private static int level(MountPath path) {
        int level = path.depth() - directory(path).depth() - 1;
        if (level > 2) {
            throw new ErrnoException(Linux.ENOENT);
        }
        return level;
    }

    private void requireDirectory(MountPath path) {
        Pointer stat = Scratch.current().stat;
        ErrnoException.require(host.stat(directory(path), stat));
        if (!Stat.directory(stat)) {
            throw new ErrnoException(Linux.ENOENT);
        }
    }

    @Override
    public int stat(MountPath path, Pointer stat) {
        requireDirectory(path);
        int level = level(path);
        if (level == 2) {
            return generated.stat(path, stat, LINK_MODE, target(path).length());
        }
        if (level == 1) {
            keys(path);
        }
        return generated.stat(path, stat, DIRECTORY_MODE, 0);
    }

    /** The query of a name; ENOENT for a name that is none, so that shells and crawlers may ask for anything. */
    private static QueryKeys keys(MountPath query) {
        String name = QueryKeys.text(query.name());
        if (name.indexOf('=') < 0) {
            throw new ErrnoException(Linux.ENOENT);
        }
        return QueryKeys.ofName(name);
    }

    @Override
    public int readlink(MountPath path, Pointer buffer, long size) {
        if (level(path) != 2) {
            return -Linux.EINVAL;
        }
        byte[] target = target(path).getBytes(StandardCharsets.ISO_8859_1);
        int length = (int) Math.min(target.length, size - 1);
        buffer.put(0, target, 0, length);
        buffer.putByte(length, (byte) 0);
        return 0;
    }

    /**
     * A link's distance, rank and id, and a query's results as lines. The kernel lets symbolic links have no
     * {@code user.} attributes, so theirs begin with {@code vexfs.}.
     */
    @Override
    public int attribute(MountPath path, Pointer name, Pointer value, long size) {
        String key = AttributeNames.text(name);
        if (level(path) == 1 && key.equals(RESULTS)) {
            SearchResult shown = searches.shown(listing(path, false).result(), callers.get());
            return AttributeNames.answer(Searches.lines(shown), value, size);
        }
        if (level(path) != 2) {
            return -Linux.ENODATA;
        }
        Listing listing = listing(path.parent(), false);
        int index = index(listing, path);
        requireVisible(listing.targets().get(index));
        SearchResult.Hit hit = listing.result().hits().get(index);
        return switch (key) {
            case "vexfs.distance" ->
                AttributeNames.answer(Double.toString(hit.distance() + Searches.UNSIGNED_ZERO), value, size);
            case "vexfs.rank" -> AttributeNames.answer(Integer.toString(index + 1), value, size);
            case "vexfs.id" -> AttributeNames.answer(hit.id(), value, size);
            default -> -Linux.ENODATA;
        };
    }

    private static int index(Listing listing, MountPath link) {
        int index = listing.entries().indexOf(link);
        if (index < 0) {
            throw new ErrnoException(Linux.ENOENT);
        }
        return index;
    }

    /** It may have been closed to the caller since it was listed. */
    private void requireVisible(MountPath target) {
        if (!searches.visible(target, callers.get())) {
            throw new ErrnoException(Linux.EACCES);
        }
    }

    /** Relative to the query's directory, byte for byte. */
    private String target(MountPath link) {
        Listing listing = listing(link.parent(), false);
        int index = index(listing, link);
        MountPath directory = directory(link);
        MountPath target = listing.targets().get(index);
        requireVisible(target);
        boolean below = target.within(directory);
        int up = below ? 2 : directory.depth() + 2;
        byte[] rest = below ? target.relativeTo(directory) : target.bytes();
        return "../".repeat(up) + new String(rest, StandardCharsets.ISO_8859_1);
    }

    @Override
    public OpenFile open(MountPath path, int flags) {
        throw new ErrnoException(level(path) == 2 ? Linux.ELOOP : Linux.EISDIR);
    }

    @Override
    public OpenFile openDirectory(MountPath path) {
        requireDirectory(path);
        List<Generated.Entry> entries = new ArrayList<>();
        if (level(path) == 1) {
            listing(path, true).entries().forEach(link -> entries.add(new Generated.Entry(link, Linux.S_IFLNK)));
        } else if (level(path) == 2) {
            throw new ErrnoException(Linux.ENOTDIR);
        }
        return generated.directory(path, DIRECTORY_MODE, entries);
    }

    private Listing listing(MountPath query, boolean anew) {
        Caller caller = callers.get();
        Key key = new Key(query, caller.user(), CallerGroups.of(caller));
        Listing last = kept.get(key);
        if (!anew && last != null && System.nanoTime() - last.atNanos() < KEPT_NANOS) {
            searches.requireReadable(last.like(), caller);
            return last;
        }
        Listing listing = search(query, caller);
        if (kept.size() >= KEPT_MAX) {
            kept.clear();
        }
        kept.put(key, listing);
        return listing;
    }

    private Listing search(MountPath query, Caller caller) {
        SearchRequest request;
        SearchResult result;
        try {
            request = searches.request(keys(query), directory(query));
            result = searches.run(request, caller);
        } catch (VexfsException failure) {
            searches.note(query, failure);
            throw failure;
        }
        List<MountPath> entries = new ArrayList<>();
        List<MountPath> targets = new ArrayList<>();
        int digits = Math.max(RANK_DIGITS, String.valueOf(result.hits().size()).length());
        for (SearchResult.Hit hit : result.hits()) {
            MountPath target = Searches.path(hit.path());
            targets.add(target);
            String rank = String.format(Locale.ROOT, "%0" + digits + "d-", targets.size());
            entries.add(query.child(name(rank, target, hit.path())));
        }
        return new Listing(entries, targets, result, request.like(), System.nanoTime());
    }

    /** {@code 0001-a.vec}, {@code 0002-b.npy#7}: the target's name after its rank, of as many digits as the last one's, cut to what a name may have. */
    private static byte[] name(String rank, MountPath target, String hitPath) {
        int row = hitPath.indexOf('#');
        String name = rank
                + new String(target.name(), StandardCharsets.ISO_8859_1)
                + (row < 0 || target.component(StoredVectors.DIRECTORY) >= 0 ? "" : hitPath.substring(row));
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return bytes.length <= Linux.NAME_MAX ? bytes : Arrays.copyOf(bytes, Linux.NAME_MAX);
    }
}
