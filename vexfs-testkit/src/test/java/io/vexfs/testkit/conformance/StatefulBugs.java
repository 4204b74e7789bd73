package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.SeededBug.PASS;

import io.vexfs.api.Bridge;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.StoredVector;
import io.vexfs.api.SyncStatus;
import io.vexfs.api.VexfsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bugs that need a memory: what one call did wrong shows in another. */
final class StatefulBugs {
    private final SeededBug bug;
    private final Bridge right;
    private final Map<String, StoredVector> first = new HashMap<>();
    private final List<Runnable> late = new ArrayList<>();
    private boolean closed;
    private int synced;

    StatefulBugs(SeededBug bug, Bridge right) {
        this.bug = bug;
        this.right = right;
    }

    /** What this bug answers, or {@link SeededBug#PASS}. */
    synchronized Object answer(String name, Object[] args) {
        return switch (bug) {
            case READS_STALE, INDEXES_TWICE, ACKNOWLEDGES_EARLY, SWALLOWS_ERRORS, IGNORES_LIMITS, IGNORES_READ_ONLY ->
                onWrites(name, args);
            case LOSES_AT_CLOSE, ANSWERS_AFTER_CLOSE, CLOSES_ONCE -> onClose(name);
            case LEAVES_PENDING, LINKS_TOO_MANY, FORCES_LATER, LINKS_LATER -> onSync(name, args);
            case KEEPS_DROPPED ->
                name.equals("dropCollection")
                                && right.collection((String) args[0])
                                        .filter(info -> info.size() > 0)
                                        .isPresent()
                        ? null
                        : PASS;
            default -> PASS;
        };
    }

    private Object onWrites(String name, Object[] args) {
        if (name.equals("put")) {
            return put((String) args[0], (StoredVector) args[1]);
        }
        if (bug == SeededBug.READS_STALE && name.equals("get")) {
            StoredVector stale = first.get(args[0] + " " + args[1]);
            return stale == null ? PASS : Optional.of(stale);
        }
        // Something else happens first, as it does where a queue is worked off in the background.
        if (bug == SeededBug.ACKNOWLEDGES_EARLY && !name.equals("search")) {
            late.forEach(Runnable::run);
            late.clear();
        }
        return PASS;
    }

    private Object put(String collection, StoredVector vector) {
        switch (bug) {
            case READS_STALE:
                right.get(collection, vector.id()).ifPresent(old -> first.put(collection + " " + vector.id(), old));
                return PASS;
            case INDEXES_TWICE:
                right.get(collection, vector.id())
                        .ifPresent(old -> Samples.put(right, collection, old.id() + " ", old.vector()));
                return PASS;
            case ACKNOWLEDGES_EARLY:
                late.add(() -> right.put(collection, vector, Samples.NOBODY));
                return null;
            default:
                try {
                    right.put(collection, vector, Samples.NOBODY);
                } catch (VexfsException swallowed) {
                    boolean readOnly = swallowed.error() == FuseVexfsError.READ_ONLY;
                    boolean finite = !String.valueOf(swallowed.getMessage()).contains("finite");
                    if (readOnly != (bug == SeededBug.IGNORES_READ_ONLY)
                            || bug == SeededBug.IGNORES_LIMITS && !finite) {
                        throw swallowed;
                    }
                }
                return null;
        }
    }

    private Object onClose(String name) {
        if (!name.equals("close")) {
            return closed && bug == SeededBug.ANSWERS_AFTER_CLOSE && name.equals("get") ? Optional.empty() : PASS;
        }
        if (closed && bug == SeededBug.CLOSES_ONCE) {
            throw new IllegalStateException("closed already");
        }
        if (!closed && bug == SeededBug.LOSES_AT_CLOSE && !right.readOnly()) {
            right.collections()
                    .forEach(each -> Samples.ids(right, each.name()).stream()
                            .limit(1)
                            .forEach(id -> right.delete(each.name(), id, Samples.NOBODY)));
        }
        closed = true;
        return PASS;
    }

    private Object onSync(String name, Object[] args) {
        switch (name) {
            case "forceSync":
                synced++;
                return bug == SeededBug.LEAVES_PENDING ? status(1, 0) : PASS;
            case "syncStatus":
                return switch (bug) {
                    case FORCES_LATER -> synced > 0 ? PASS : status(0, 99);
                    case LINKS_LATER -> synced > 0 ? PASS : status(1, 0);
                    default -> PASS;
                };
            case "batchSync":
                return bug == SeededBug.LINKS_TOO_MANY && (int) args[0] > 0 && synced++ == 0
                        ? (Object) ((int) args[0] + 1)
                        : PASS;
            default:
                return PASS;
        }
    }

    private static SyncStatus status(long pending, long bytes) {
        return new SyncStatus(pending, bytes, Optional.empty(), 0, Optional.empty());
    }
}
