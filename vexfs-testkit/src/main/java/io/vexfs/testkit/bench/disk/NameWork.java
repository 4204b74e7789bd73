package io.vexfs.testkit.bench.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** Empty files: made, looked at, renamed, removed. The tasks follow each other on the same files. */
final class NameWork {
    private final int files;

    NameWork(DiskSettings settings) {
        files = settings.files();
    }

    /** What is done with one file. */
    private interface Call {
        void call(Path directory, int file) throws IOException;
    }

    List<DiskTask> tasks(int workers, double least) {
        return List.of(
                task("create", workers, least, (directory, i) -> Files.createFile(directory.resolve("f" + i))),
                // Asked of names that the kernel has forgotten since they were made.
                task(
                        "stat",
                        workers,
                        least,
                        (directory, i) -> Files.readAttributes(directory.resolve("f" + i), BasicFileAttributes.class)),
                task(
                        "rename",
                        workers,
                        least,
                        (directory, i) -> Files.move(
                                directory.resolve("f" + i),
                                directory.resolve("g" + i),
                                StandardCopyOption.ATOMIC_MOVE)),
                task("unlink", workers, least, (directory, i) -> Files.delete(directory.resolve("g" + i))));
    }

    private DiskTask task(String name, int workers, double least, Call call) {
        return new DiskTask(name, "files/s", workers, least, (side, all, round) -> run(side, all, name, call));
    }

    private double run(DiskSide side, int workers, String name, Call call) throws IOException {
        for (int worker = 0; worker < workers; worker++) {
            side.directory("names-" + worker);
        }
        if (name.equals("stat")) {
            side.forgetNames();
        }
        int each = files / workers;
        double seconds = Workers.seconds(workers, worker -> {
            Path directory = side.directory().resolve("names-" + worker);
            for (int i = 0; i < each; i++) {
                call.call(directory, i);
            }
        });
        side.touch();
        return each * workers / seconds;
    }
}
