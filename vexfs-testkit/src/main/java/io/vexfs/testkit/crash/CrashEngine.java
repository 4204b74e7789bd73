package io.vexfs.testkit.crash;

import io.vexfs.api.Bridge;
import io.vexfs.api.Durability;
import java.nio.file.Path;
import java.util.List;

/**
 * How the crash harnesses get a store. An implementation is public and has a public constructor without arguments: the
 * processes that are killed make their own.
 */
public interface CrashEngine {
    /**
     * Opens the store in a directory, or makes one there. Small limits are best, so that background work (compaction,
     * checkpoints) is always under way when the crash comes.
     */
    Bridge open(Path store, Durability durability);

    /**
     * Reads all of a closed store; the files whose content is not what was written.
     *
     * @see io.vexfs.api.BridgeProvider#damagedFiles
     */
    List<Path> damagedFiles(Path store);
}
