package io.vexfs.testkit.mount;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A new directory in a mount, a test's own, and the calls in it. */
public final class Place {
    private static final int FILE_BYTES_MAX = 1 << 20;
    private static final int ATTRIBUTE_BYTES_MAX = 65_536;

    private final GuardedMount mount;
    private final String name;

    /** The directory of a name below the mount point, which is made. */
    Place(GuardedMount mount, String name) {
        this.mount = mount;
        this.name = name;
        root().mkdir(name, 0755);
    }

    /** A new directory in a mount. */
    public static Place in(GuardedMount mount, String name) {
        return new Place(mount, name);
    }

    /** A new directory in this one. */
    public Place below(String directory) {
        return new Place(mount, name + "/" + directory);
    }

    /** The calls, with relative paths from here. */
    public PosixCalls calls() {
        return mount.calls(name);
    }

    /** The calls, with relative paths from the mount point. */
    public PosixCalls root() {
        return mount.calls("");
    }

    /** This directory's path below the mount point, with a slash before it. */
    public String path() {
        return "/" + name;
    }

    /** A name here as Java sees it; for what is not done by {@link #calls}. */
    public Path host(String file) {
        return mount.mounted().point().resolve(name).resolve(file);
    }

    /** Mounts the store anew. */
    public void remount() throws Exception {
        mount.remount();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Makes or replaces a file. */
    public void write(String file, String text) {
        PosixCalls calls = calls();
        int open = calls.open(file, PosixCalls.O_WRONLY | PosixCalls.O_CREAT | PosixCalls.O_TRUNC, 0644);
        boolean written = false;
        try {
            byte[] bytes = bytes(text);
            for (int at = 0; at < bytes.length; ) {
                at += calls.writeAt(open, Arrays.copyOfRange(bytes, at, bytes.length), at);
            }
            written = true;
        } finally {
            if (!written) {
                calls.close(open);
            }
        }
        calls.close(open);
    }

    /** All that a file holds. */
    public String read(String file) {
        PosixCalls calls = calls();
        int open = calls.open(file, PosixCalls.O_RDONLY, 0);
        try {
            return read(calls, open);
        } finally {
            calls.close(open);
        }
    }

    /** All that an open file holds. */
    public static String read(PosixCalls calls, int open) {
        StringBuilder text = new StringBuilder();
        byte[] part = new byte[FILE_BYTES_MAX];
        for (int length = calls.readAt(open, part, 0); length > 0; length = calls.readAt(open, part, text.length())) {
            text.append(new String(part, 0, length, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    /**
     * The names in a directory, sorted, without the two dots and without what libfuse calls a file that was unlinked
     * before the kernel told it of the last close.
     */
    public List<String> names(String directory) {
        List<String> names = new ArrayList<>(entries(directory));
        names.removeAll(List.of(".", ".."));
        names.removeIf(name -> name.startsWith(".fuse_hidden"));
        names.sort(null);
        return names;
    }

    /** The names in a directory, as they come. */
    public List<String> entries(String directory) {
        PosixCalls calls = calls();
        long open = calls.openDirectory(directory);
        try {
            return rest(calls, open);
        } finally {
            calls.closeDirectory(open);
        }
    }

    /** The names that an open directory still has. */
    public static List<String> rest(PosixCalls calls, long open) {
        List<String> names = new ArrayList<>();
        for (Optional<String> next = calls.nextName(open); next.isPresent(); next = calls.nextName(open)) {
            names.add(next.get());
        }
        return names;
    }

    /** Whether there is something of a name. */
    public boolean exists(String file) {
        try {
            calls().lstat(file);
            return true;
        } catch (PosixException refused) {
            if (refused.errno().equals("ENOENT")) {
                return false;
            }
            throw refused;
        }
    }

    /** An attribute as text; empty if there is none. */
    public Optional<String> attribute(String file, String attribute) {
        try {
            return Optional.of(
                    new String(calls().attribute(file, attribute, ATTRIBUTE_BYTES_MAX), StandardCharsets.UTF_8));
        } catch (PosixException refused) {
            if (refused.errno().equals("ENODATA")) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    /** Sets an attribute. */
    public void putAttribute(String file, String attribute, String value) {
        calls().putAttribute(file, attribute, value.getBytes(StandardCharsets.UTF_8), 0);
    }
}
