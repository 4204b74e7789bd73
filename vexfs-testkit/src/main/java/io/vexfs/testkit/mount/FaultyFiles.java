package io.vexfs.testkit.mount;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The bugs that a directory of ordinary files can have. */
final class FaultyFiles extends FaultyCalls {
    private static final int NAME_BYTES_MAX = 255;
    private static final int LONG_WRITE = 4_096;
    private static final int SOME = 100;
    /** How long a writer is kept, so that others come meanwhile. */
    private static final long KEPT_NANOS = 2_000_000L;

    private final SeededMountBug bug;
    private final Map<Integer, String> paths = new HashMap<>();
    private final Map<String, byte[]> remembered = new HashMap<>();
    private final Set<Integer> broken = new HashSet<>();
    private Optional<String> again = Optional.empty();
    /** What was opened last for writing. */
    private volatile int lastOpened = -1;

    private int listed;
    private int removed;
    private boolean remounted;

    FaultyFiles(SeededMountBug bug) {
        this.bug = bug;
    }

    @Override
    void remounted() {
        remounted = true;
    }

    @Override
    boolean everybodyIsRoot() {
        return bug == SeededMountBug.IGNORES_CALLER;
    }

    @Override
    Object answer(String call, Object[] args, PosixCalls right, PosixCalls root) {
        return bug == SeededMountBug.MIXES_WRITERS ? mixed(call, args, right) : one(call, args, right);
    }

    /** Only what is open is written to: its number may be something else's later. */
    private Object mixed(String call, Object[] args, PosixCalls right) {
        if (call.equals("open") && ((Integer) args[1] & PosixCalls.O_WRONLY) != 0) {
            synchronized (this) {
                lastOpened = right.open((String) args[0], (Integer) args[1], (Integer) args[2]);
                return lastOpened;
            }
        }
        if (call.equals("close")) {
            synchronized (this) {
                lastOpened = args[0].equals(lastOpened) ? -1 : lastOpened;
                right.close((Integer) args[0]);
                return DONE;
            }
        }
        if (!call.equals("writeAt")) {
            return PASS;
        }
        long end = System.nanoTime() + KEPT_NANOS;
        while (args[0].equals(lastOpened) && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(KEPT_NANOS / 10);
        }
        synchronized (this) {
            int target = lastOpened < 0 ? (Integer) args[0] : lastOpened;
            return right.writeAt(target, (byte[]) args[1], (Long) args[2]);
        }
    }

    private synchronized Object one(String call, Object[] args, PosixCalls right) {
        return switch (call) {
            case "open" -> open((String) args[0], (Integer) args[1], (Integer) args[2], right);
            case "readAt" -> read((Integer) args[0], (byte[]) args[1], (Long) args[2], right);
            case "writeAt" -> write((Integer) args[0], (byte[]) args[1], (Long) args[2], right);
            case "rename" -> rename((String) args[0], (String) args[1], right);
            case "nextName" -> nextName((Long) args[0], right);
            case "rewind" -> bug == SeededMountBug.IGNORES_REWIND ? DONE : PASS;
            case "unlink" -> unlink((String) args[0], right);
            case "rmdir" ->
                bug == SeededMountBug.SWALLOWS_RMDIR_ERROR ? swallowed(() -> right.rmdir((String) args[0])) : PASS;
            case "link" ->
                bug == SeededMountBug.COPIES_FOR_LINK ? copy((String) args[0], (String) args[1], right) : PASS;
            case "truncateOpen" ->
                bug == SeededMountBug.GROWS_WITH_GARBAGE ? grow((Integer) args[0], (Long) args[1], right) : PASS;
            default -> attributes(call, args, right);
        };
    }

    private Object attributes(String call, Object[] args, PosixCalls right) {
        switch (bug) {
            case CUTS_NANOSECONDS -> {
                if (call.equals("times")
                        && (Long) args[2] < PosixCalls.UTIME_OMIT
                        && (Long) args[4] < PosixCalls.UTIME_OMIT) {
                    right.times((String) args[0], (Long) args[1], 0, (Long) args[3], 0);
                    return DONE;
                }
            }
            case DROPS_SPECIAL_BITS -> {
                if (call.equals("chmod")) {
                    right.chmod((String) args[0], (Integer) args[1] & 0777);
                    return DONE;
                }
            }
            case IGNORES_ATTRIBUTE_FLAGS -> {
                if (call.equals("putAttribute")) {
                    right.putAttribute((String) args[0], (String) args[1], (byte[]) args[2], 0);
                    return DONE;
                }
            }
            case REWRITES_SYMLINK -> {
                if (call.equals("symlink")) {
                    right.symlink("/" + args[0], (String) args[1]);
                    return DONE;
                }
            }
            case CUTS_LONG_NAMES -> {
                if (call.equals("mkdir")) {
                    right.mkdir(cut((String) args[0]), (Integer) args[1]);
                    return DONE;
                }
            }
            case REMOUNT_LOSES_TIMES -> {
                if (remounted && call.equals("stat")) {
                    FileStat told = right.stat((String) args[0]);
                    return new FileStat(
                            told.inode(),
                            told.mode(),
                            told.links(),
                            told.user(),
                            told.group(),
                            told.size(),
                            told.blocks(),
                            told.changed(),
                            told.changed(),
                            told.changed());
                }
            }
            default -> {
                return PASS;
            }
        }
        return PASS;
    }

    private static String cut(String path) {
        int name = path.lastIndexOf('/') + 1;
        return path.substring(0, Math.min(path.length(), name + NAME_BYTES_MAX));
    }

    private static Object swallowed(Runnable call) {
        try {
            call.run();
        } catch (PosixException refusal) {
            return DONE;
        }
        return DONE;
    }

    private Object open(String path, int flags, int mode, PosixCalls right) {
        int changed =
                switch (bug) {
                    case IGNORES_APPEND -> flags & ~PosixCalls.O_APPEND;
                    case IGNORES_EXCLUSIVE -> flags & ~PosixCalls.O_EXCL;
                    default -> flags;
                };
        int open = right.open(path, changed, mode);
        paths.put(open, path);
        broken.remove(open);
        remembered.keySet().removeIf(key -> key.startsWith(open + " "));
        return open;
    }

    private Object read(int open, byte[] into, long offset, PosixCalls right) {
        if (broken.contains(open)) {
            throw new PosixException("pread", "EIO");
        }
        if (bug != SeededMountBug.STALE_READ) {
            return PASS;
        }
        byte[] first = remembered.computeIfAbsent(open + " " + offset, key -> {
            int length = right.readAt(open, into, offset);
            return Arrays.copyOf(into, length);
        });
        int length = Math.min(first.length, into.length);
        System.arraycopy(first, 0, into, 0, length);
        return length;
    }

    private Object write(int open, byte[] bytes, long offset, PosixCalls right) {
        if (bug == SeededMountBug.LOSES_LAST_BYTE && bytes.length > LONG_WRITE) {
            right.writeAt(open, Arrays.copyOf(bytes, bytes.length - 1), offset);
            return bytes.length;
        }
        if (bug == SeededMountBug.FILLS_HOLES) {
            long end = right.statOpen(open).size();
            if (offset > end) {
                right.writeAt(open, new byte[(int) (offset - end)], end);
            }
        }
        return PASS;
    }

    private static Object grow(int open, long size, PosixCalls right) {
        long end = right.statOpen(open).size();
        right.truncateOpen(open, size);
        if (size > end && size < Integer.MAX_VALUE) {
            byte[] garbage = new byte[(int) (size - end)];
            Arrays.fill(garbage, (byte) 'x');
            right.writeAt(open, garbage, end);
        }
        return DONE;
    }

    private Object rename(String from, String to, PosixCalls right) {
        switch (bug) {
            case FORGETS_RENAME -> {
                return DONE;
            }
            case SWALLOWS_RENAME_ERROR -> {
                return swallowed(() -> right.rename(from, to));
            }
            case KEEPS_OLD_NAME -> {
                right.rename(from, to);
                return from.equals(to) ? DONE : swallowed(() -> right.link(to, from));
            }
            case TOUCHES_ON_RENAME -> {
                right.rename(from, to);
                right.times(to, 0, PosixCalls.UTIME_OMIT, 0, PosixCalls.UTIME_NOW);
                return DONE;
            }
            case RENAME_LOSES_ATTRIBUTES -> {
                right.rename(from, to);
                right.attributes(to).forEach(name -> right.removeAttribute(to, name));
                return DONE;
            }
            default -> {
                return PASS;
            }
        }
    }

    private Object nextName(long directory, PosixCalls right) {
        if (bug == SeededMountBug.MANGLES_BYTES) {
            return right.nextName(directory).map(name -> name.replaceAll("[^\\x00-\\x7f]", "?"));
        }
        if (bug == SeededMountBug.LISTS_TWICE) {
            Optional<String> twice = again;
            if (twice.isPresent()) {
                again = Optional.empty();
                return twice;
            }
            Optional<String> next = right.nextName(directory);
            again = ++listed % SOME == 0 ? next : Optional.empty();
            return next;
        }
        if (bug == SeededMountBug.SKIPS_AFTER_REMOVAL) {
            for (; removed > 0; removed--) {
                right.nextName(directory);
            }
        }
        return PASS;
    }

    private Object unlink(String path, PosixCalls right) {
        removed++;
        if (bug == SeededMountBug.SWALLOWS_UNLINK_ERROR) {
            return swallowed(() -> right.unlink(path));
        }
        if (bug == SeededMountBug.UNLINK_BREAKS_HANDLES) {
            paths.forEach((open, name) -> {
                if (name.equals(path)) {
                    broken.add(open);
                }
            });
        }
        return PASS;
    }

    private static Object copy(String from, String to, PosixCalls right) {
        int source = right.open(from, PosixCalls.O_RDONLY, 0);
        byte[] bytes = Place.read(right, source).getBytes(StandardCharsets.ISO_8859_1);
        right.close(source);
        int target = right.open(to, PosixCalls.O_WRONLY | PosixCalls.O_CREAT | PosixCalls.O_EXCL, 0644);
        right.writeAt(target, bytes, 0);
        right.close(target);
        return DONE;
    }
}
