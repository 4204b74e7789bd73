package io.vexfs.fuse;

import io.vexfs.api.Bridge;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.SearchRequest;
import io.vexfs.api.SearchResult;
import io.vexfs.api.VectorFile;
import io.vexfs.api.VexfsException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Searches on behalf of callers: each is shown only what it could open. */
final class Searches {
    /** Added to −0.0, it gives 0.0: two vectors at a right angle have no negative distance. */
    static final double UNSIGNED_ZERO = 0.0;

    private final Bridge bridge;
    private final CallerAccess access;
    private final ErrorLog errors;

    Searches(Bridge bridge, CallerAccess access, ErrorLog errors) {
        this.bridge = bridge;
        this.access = access;
        this.errors = errors;
    }

    /** Keeps why a query failed where its caller gets no more than a number. */
    void note(MountPath query, VexfsException failure) {
        errors.add(
                query,
                String.valueOf(failure.getMessage()),
                failure.error().errno().number());
    }

    /** The collection of that name; a directory that is none of its own is refused, so that no other one answers. */
    MountPath collection(String name) {
        MountPath path = MountPath.of(name).normalized();
        if (bridge.collection(path.text()).isEmpty()) {
            throw new VexfsException(
                    FuseVexfsError.COLLECTION_NOT_FOUND,
                    "no collection " + path.text() + "; it would belong to "
                            + bridge.files().collectionOf(path.text()) + ", whose query may say 'in'");
        }
        return path;
    }

    /** What the keys ask for in a directory. */
    SearchRequest request(QueryKeys keys, MountPath directory) {
        return keys.request(directory, bridge.files());
    }

    /** The nearest neighbours of those that the caller may see. */
    SearchResult run(QueryKeys keys, MountPath directory, Caller caller) {
        return run(request(keys, directory), caller);
    }

    SearchResult run(SearchRequest request, Caller caller) {
        requireReadable(request.like(), caller);
        if (caller.user() == 0) {
            return bridge.search(request, caller.context());
        }
        Predicate<MountPath> sight = access.sight(caller);
        SearchRequest visible =
                request.toBuilder().visible(path -> sight.test(path(path))).build();
        return bridge.search(visible, caller.context());
    }

    /** The neighbours of a file's first row, as lines. */
    String neighbors(VectorFile file, Caller caller) {
        return lines(run(
                SearchRequest.like(file.path()).collection(file.collection()).build(), caller));
    }

    /** Distances to a file tell what is in it. */
    void requireReadable(Optional<String> like, Caller caller) {
        if (like.isEmpty() || caller.user() == 0) {
            return;
        }
        MountPath path = path(like.get());
        boolean file = bridge.files().file(path.text()).isPresent();
        if (file && !visible(path, caller)) {
            throw new VexfsException(FuseVexfsError.PERMISSION_DENIED, "like: permission denied (" + path + ")");
        }
    }

    /** Whether the caller may still see what an earlier search found. */
    boolean visible(MountPath found, Caller caller) {
        return access.sight(caller).test(found);
    }

    /** An earlier answer, without what has been closed to the caller since. */
    SearchResult shown(SearchResult earlier, Caller caller) {
        Predicate<MountPath> sight = access.sight(caller);
        return earlier.with(earlier.hits().stream()
                .filter(hit -> sight.test(path(hit.path())))
                .toList());
    }

    /** Where a hit is in the mount: its file without the row, or the generated file of a vector that has none. */
    static MountPath path(String hitPath) {
        int stored = hitPath.lastIndexOf("/" + StoredVectors.DIRECTORY + "/");
        if (stored >= 0) {
            String name = hitPath.substring(stored + StoredVectors.DIRECTORY.length() + 2);
            return MountPath.of(hitPath.substring(0, stored))
                    .child(StoredVectors.DIRECTORY)
                    .child(name);
        }
        int row = hitPath.lastIndexOf('#');
        return MountPath.of(row < 0 ? hitPath : hitPath.substring(0, row));
    }

    private static String explanation(SearchResult result, SearchResult.Explain explain) {
        return String.format(
                Locale.ROOT,
                "# plan %s, rounds %d, vectors %d, candidates %d, nodes visited %d, exact %s%n"
                        + "# filter %d ns, search %d ns, read %d ns%n",
                explain.plan().text(),
                explain.rounds(),
                explain.vectors(),
                explain.candidates(),
                result.nodesVisited(),
                result.exact(),
                explain.filterNanos(),
                explain.searchNanos(),
                explain.readNanos());
    }

    /** Lines {@code rank<TAB>distance<TAB>path}, and an explanation behind {@code #}. */
    static String lines(SearchResult result) {
        StringBuilder lines = new StringBuilder();
        int rank = 0;
        for (SearchResult.Hit hit : result.hits()) {
            rank++;
            lines.append(rank)
                    .append('\t')
                    .append(String.format(Locale.ROOT, "%.6f", hit.distance() + UNSIGNED_ZERO))
                    .append('\t')
                    .append(hit.path())
                    .append('\n');
        }
        result.explain().ifPresent(explain -> lines.append(explanation(result, explain)));
        return lines.toString();
    }
}
