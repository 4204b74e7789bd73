package io.vexfs.core.internal.bridge;

import io.vexfs.api.Bridge;
import io.vexfs.core.internal.graph.VectorIndex;
import java.lang.reflect.Field;

/** The live indexes of an open store, for tests that break them. */
public final class OpenIndexes {
    private OpenIndexes() {}

    /** The index of a collection. */
    public static VectorIndex of(Bridge bridge, String collection) {
        try {
            Field field = SyncingBridge.class.getDeclaredField("state");
            field.setAccessible(true);
            return ((StoreState) field.get(bridge)).collection(collection).index();
        } catch (ReflectiveOperationException gone) {
            throw new AssertionError(gone);
        }
    }
}
