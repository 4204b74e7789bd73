package io.vexfs.core.internal.bridge;

import io.vexfs.api.Limits;
import io.vexfs.api.PathText;
import io.vexfs.core.internal.catalog.FileEntry;
import io.vexfs.core.internal.catalog.LiveCollection;
import io.vexfs.core.internal.catalog.NameTree;
import io.vexfs.core.internal.storage.VectorKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Between the keys of vectors and the ids and paths that users see. Callers hold the names lock. */
final class IdLookup {
    private final StoreState state;

    IdLookup(StoreState state) {
        this.state = state;
    }

    /** The key of an id in a collection: the caller's ids first, then files by path, {@code #row} behind it. */
    Optional<VectorKey> find(LiveCollection live, String id) {
        if (live.dimensionless()) {
            return Optional.empty();
        }
        if (id.startsWith("/") && id.getBytes(StandardCharsets.UTF_8).length > Limits.ID_BYTES_MAX) {
            // A path may be longer than an id.
            return findRow(live, id);
        }
        VectorKey own = VectorKey.ofId(id);
        if (live.table().ordinal(own) >= 0) {
            return Optional.of(own);
        }
        return id.startsWith("/") ? findRow(live, id) : Optional.empty();
    }

    private Optional<VectorKey> findRow(LiveCollection live, String id) {
        int hash = id.lastIndexOf('#');
        String path = hash < 0 ? id : id.substring(0, hash);
        String name = StoreState.canonical(path);
        FileEntry file = NameTree.isPath(name) ? state.catalog().file(name) : null;
        if (file == null || file.collection() != live.state().collection()) {
            return Optional.empty();
        }
        int row = hash < 0 ? 0 : rowNumber(id.substring(hash + 1));
        return row < 0 || row >= file.rows()
                ? Optional.empty()
                : Optional.of(VectorKey.ofFile(file.stamp().fileId(), row));
    }

    private static int rowNumber(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    /** The id that a user sees for a key; null if its file is gone. */
    @Nullable
    String shownId(VectorKey key) {
        if (!key.isFile()) {
            return key.id();
        }
        FileEntry file = state.catalog().file(key.fileId());
        return file == null ? null : file.shownId(key.row());
    }

    /** Where a mount shows a vector of the collection of that name. */
    static String shownPath(String collection, VectorKey key, String shownId) {
        return key.isFile() ? shownId : PathText.ofVector(collection, shownId);
    }
}
