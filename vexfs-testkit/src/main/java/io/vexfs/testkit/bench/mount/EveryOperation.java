package io.vexfs.testkit.bench.mount;

import io.vexfs.testkit.bench.Programs;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Work that calls every operation of a mount, with long vectors and deep paths. */
final class EveryOperation {
    private static final int DIMENSIONS = 4_096;
    private static final int VECTORS = 16;
    private static final int NAME_LENGTH = 240;
    private static final int DEPTH = 14;
    private static final int SEARCH_WARM_UP = 5;

    private static final int RARE_ROUNDS = 100;
    private static final String RARE_CALLS = """
            import os, stat
            for i in range(%d):
                os.mknod('rare', stat.S_IFREG | 0o600)
                file = os.open('rare', os.O_RDWR)
                os.posix_fallocate(file, 0, 65536)
                os.close(file)
                os.unlink('rare')
            """.formatted(RARE_ROUNDS);

    private final Path mount;
    private final Path deep;
    private final List<byte[]> texts;
    private final byte[] request;

    /** Makes the directories. */
    EveryOperation(Path mount) throws IOException {
        this.mount = mount;
        Path path = mount.resolve("long");
        for (int i = 0; i < DEPTH; i++) {
            path = path.resolve(Integer.toString(i % 10).repeat(NAME_LENGTH));
        }
        deep = Files.createDirectories(path);
        List<float[]> vectors = TestVectors.uniform(VECTORS + 1, DIMENSIONS, 1);
        texts = vectors.subList(0, VECTORS).stream().map(EveryOperation::text).toList();
        Files.write(mount.resolve("v0.vec"), texts.get(0));
        request = SearchDoor.request("/", vectors.get(VECTORS), 5);
    }

    private static byte[] text(float[] vector) {
        StringBuilder text = new StringBuilder();
        for (float component : vector) {
            text.append(component).append(' ');
        }
        return text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The parts of the work. Apart, since an operation does little in one and much in another. */
    enum Part {
        VECTORS,
        ORDINARY,
        NAMES,
        ASKED,
        LISTED,
        SAVED,
        CONTROL,
        RARE;

        /** Rounds until its code is compiled, where a call of the simplest takes {@code rounds}: a search calls much more. */
        int warmUp(int rounds) {
            return this == ASKED || this == LISTED ? SEARCH_WARM_UP * rounds : rounds;
        }
    }

    /** One part once. */
    void run(Part part, int round) throws IOException {
        switch (part) {
            case VECTORS -> vectors(round);
            case ORDINARY -> ordinary(round);
            case NAMES -> names(round);
            case ASKED -> asked();
            case LISTED -> listed(round);
            case SAVED -> saved();
            case CONTROL -> control();
            case RARE -> rare(round);
        }
    }

    private void vectors(int round) throws IOException {
        Path file = deep.resolve("v" + round % VECTORS + ".vec");
        Files.write(file, texts.get(round % VECTORS));
        if (round % VECTORS == VECTORS - 1) {
            Files.delete(file);
        }
    }

    private void ordinary(int round) throws IOException {
        Path file = deep.resolve("plain");
        Files.write(file, texts.get(round % VECTORS));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.read(ByteBuffer.allocate(DIMENSIONS), 0);
            channel.write(ByteBuffer.wrap(new byte[DIMENSIONS]), 1);
            channel.truncate(DIMENSIONS);
            channel.force(false);
            channel.size();
        }
        try (FileChannel channel = FileChannel.open(deep, StandardOpenOption.READ)) {
            channel.force(true);
        }
        Files.readAllBytes(file);
        Files.getFileStore(file).getUsableSpace();
        Files.setLastModifiedTime(file, FileTime.fromMillis(round));
        Files.setPosixFilePermissions(
                file, PosixFilePermissions.fromString(round % 2 == 0 ? "rw-------" : "rw-r--r--"));
        Files.setAttribute(file, "unix:uid", Files.getAttribute(file, "unix:uid"));
        UserDefinedFileAttributeView attributes = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        attributes.write("color", ByteBuffer.wrap(new byte[] {'1'}));
        attributes.list();
        attributes.read("color", ByteBuffer.allocate(8));
        attributes.delete("color");
    }

    private void names(int round) throws IOException {
        Path directory = Files.createDirectory(deep.resolve("d" + round));
        Path made = Files.createFile(directory.resolve("made"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("../plain"));
        Files.readSymbolicLink(link);
        Path second = Files.createLink(directory.resolve("second"), deep.resolve("plain"));
        Path moved = Files.move(second, directory.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
        try (Stream<Path> entries = Files.list(directory)) {
            entries.forEach(entry -> Set.of(entry));
        }
        for (Path each : List.of(made, link, moved, directory)) {
            Files.delete(each);
        }
    }

    private void asked() throws IOException {
        try (SearchDoor door = new SearchDoor(mount)) {
            door.ask(request);
        }
    }

    /** An id has at most 1,024 bytes, so what is searched with lies near. */
    private void listed(int round) throws IOException {
        try (Stream<Path> hits = Files.list(mount.resolve(".search/like=v0.vec,k=" + (1 + round % 5)))) {
            for (Path hit : hits.toList()) {
                Files.readSymbolicLink(hit);
            }
        }
    }

    private void saved() throws IOException {
        Files.writeString(deep.resolve("q.search"), "like: /v0.vec\nk: 3\n");
        Files.readString(deep.resolve("q.search.results"));
    }

    private void control() throws IOException {
        Files.writeString(mount.resolve(".vexfs/sync"), "x", StandardOpenOption.WRITE);
        Files.readString(mount.resolve(".vexfs/status.json"));
    }

    /** What no method of Java calls, by a program that does it many times; not where Python is missing. */
    private void rare(int round) throws IOException {
        if (round % RARE_ROUNDS == 0 && Programs.present("python3")) {
            Programs.run(deep, Map.of(), "mknod and fallocate", List.of("python3", "-c", RARE_CALLS));
        }
    }
}
