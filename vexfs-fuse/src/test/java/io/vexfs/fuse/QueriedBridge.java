package io.vexfs.fuse;

import io.vexfs.api.FileStamp;
import io.vexfs.api.Metadata;
import io.vexfs.api.OperationContext;
import io.vexfs.api.VectorRow;
import io.vexfs.testkit.model.MemoryBridge;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A small store in memory that fuzzed queries ask, as its owner. */
final class QueriedBridge {
    static final Caller OWNER = new Caller(0, 0, 1);
    static final MountPath DIRECTORY = MountPath.of("/d");

    private QueriedBridge() {}

    static Searches searches() {
        MemoryBridge bridge = new MemoryBridge();
        Metadata fields = Metadata.of("kind", "cat", "legs", 4);
        List<VectorRow> rows = List.of(
                new VectorRow(Optional.empty(), new float[] {1, 2}, fields),
                new VectorRow(Optional.empty(), new float[] {2, 1}, fields));
        FileStamp stamp = new FileStamp(1, 1, 1, 1, 1);
        bridge.files().index("/d/a,b.vec", stamp, rows, true, OperationContext.none());
        // Root may see everything, so that no file of a host is looked at.
        return new Searches(bridge, new CallerAccess(null, Ownership.NONE), new ErrorLog(InstantSource.system()));
    }
}
