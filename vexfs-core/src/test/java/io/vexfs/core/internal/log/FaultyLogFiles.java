package io.vexfs.core.internal.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A log directory in memory, in which the step of a chosen number fails, once or with everything after it. */
final class FaultyLogFiles implements LogFiles {
    private final Map<String, FaultyLogFile> files = new TreeMap<>();
    private final Map<String, FaultyLogFile> forcedNames = new TreeMap<>();
    private int steps;
    private int forces;
    private int failAt = -1;
    private int failures;
    private String message = "";
    private boolean full;
    private Runnable beforeForce = () -> {};
    private Runnable beforeRead = () -> {};

    /** The steps from number {@code at} on, so many of them, throw an {@link IOException} with this message. */
    void fail(int at, int count, String text) {
        failAt = at;
        failures = count;
        message = text;
    }

    /** From now on nothing grows, until some file is removed that took room. */
    void full() {
        full = true;
    }

    void beforeForce(Runnable action) {
        beforeForce = action;
    }

    void beforeRead(Runnable action) {
        beforeRead = action;
    }

    void reads() {
        beforeRead.run();
    }

    synchronized int steps() {
        return steps;
    }

    synchronized int forces() {
        return forces;
    }

    void step(String what) throws IOException {
        if (what.equals("force")) {
            beforeForce.run();
        }
        synchronized (this) {
            int step = steps++;
            full &= !what.equals("delete");
            if (full && Set.of("append", "prepare").contains(what)) {
                throw new IOException("No space left on device");
            }
            forces += what.equals("force") ? 1 : 0;
            if (failAt >= 0 && step >= failAt && step < failAt + (long) failures) {
                throw new IOException(message);
            }
        }
    }

    FaultyLogFile file(String name) {
        return files.get(name);
    }

    /**
     * What a reader finds after the power was cut: forced names with forced bytes, and some of the rest; of names that
     * were made or removed and not forced, any.
     */
    FaultyLogFiles afterPowerCut(Random random) {
        FaultyLogFiles left = new FaultyLogFiles();
        TreeSet<String> names = new TreeSet<>(forcedNames.keySet());
        names.addAll(files.keySet());
        names.removeIf(name -> forcedNames.get(name) != files.get(name)
                && (!forcedNames.containsKey(name) || !files.containsKey(name))
                && random.nextBoolean());
        for (String name : names) {
            FaultyLogFile file = files.getOrDefault(name, forcedNames.get(name));
            left.add(name, file.afterPowerCut(random));
        }
        return left;
    }

    /** A copy with every byte that was written. */
    FaultyLogFiles copy() {
        FaultyLogFiles copy = new FaultyLogFiles();
        files.forEach((name, file) -> copy.add(name, file.content()));
        return copy;
    }

    void add(String name, byte[] content) {
        FaultyLogFile file = new FaultyLogFile(this);
        file.content(content);
        files.put(name, file);
        forcedNames.put(name, file);
    }

    @Override
    public Path directory() {
        return Path.of("memory", "log");
    }

    @Override
    public List<String> names() {
        return List.copyOf(files.keySet());
    }

    @Override
    public LogFile create(String name) throws IOException {
        step("create");
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        FaultyLogFile file = new FaultyLogFile(this);
        files.put(name, file);
        return file.open();
    }

    @Override
    public LogFile open(String name) throws IOException {
        return existing(name).open();
    }

    @Override
    public LogFile openToRead(String name) throws IOException {
        return existing(name).openToRead();
    }

    private FaultyLogFile existing(String name) throws IOException {
        FaultyLogFile file = files.get(name);
        if (file == null) {
            throw new FileNotFoundException(name);
        }
        return file;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step("rename");
        files.put(to, files.remove(from));
    }

    @Override
    public void delete(String name) throws IOException {
        step("delete");
        files.remove(name);
    }

    @Override
    public void force() throws IOException {
        step("force names");
        forcedNames.clear();
        forcedNames.putAll(files);
    }
}
