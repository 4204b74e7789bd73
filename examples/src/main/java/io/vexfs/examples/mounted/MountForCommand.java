package io.vexfs.examples.mounted;

import io.vexfs.core.Vexfs;
import io.vexfs.fuse.MountOptions;
import io.vexfs.fuse.VexfsMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Mounts a store for as long as a command runs, which gets the mount point as its last word. */
public final class MountForCommand {
    private MountForCommand() {}

    /** Runs with the store's directory, the mount point and the words of the command. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path store = Path.of(arguments[0]);
        Path mountPoint = Files.createDirectories(Path.of(arguments[1]));
        List<String> command = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
        command.add(mountPoint.toString());
        // The bridge is closed after the mount: in the order in which they were opened, backwards.
        try (Vexfs db = Vexfs.open(store);
                VexfsMount mount =
                        VexfsMount.start(db.bridge(), store.resolve("files"), mountPoint, MountOptions.DEFAULT)) {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            process.getInputStream().transferTo(System.out);
            if (process.waitFor() != 0) {
                throw new IOException(command + " in " + mount.mountPoint() + ": exit code " + process.exitValue());
            }
        }
    }
}
