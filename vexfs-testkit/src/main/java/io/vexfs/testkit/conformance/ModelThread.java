package io.vexfs.testkit.conformance;

import io.vexfs.testkit.mount.Place;
import io.vexfs.testkit.mount.PosixCalls;
import io.vexfs.testkit.mount.PosixException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One thread's part in a run: its directory, which nobody else changes, and the same as it should be. */
final class ModelThread {
    /** What libfuse 2 keeps in a directory until the kernel tells it of the last close. */
    private static final String HIDDEN = ".fuse_hidden";

    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Place collection;
    private final PosixCalls calls;
    private final String directory;
    private final ModelTree tree;
    private final ModelView view;
    private final boolean vectors;
    private final Duration settlesWithin;
    private final Duration namesAgreeWithin;

    ModelThread(Place collection, int number, boolean vectors, Duration settlesWithin, Duration namesAgreeWithin) {
        this.collection = collection;
        this.vectors = vectors;
        this.settlesWithin = settlesWithin;
        this.namesAgreeWithin = namesAgreeWithin;
        directory = "w" + number;
        collection.calls().mkdir(directory, 0755);
        calls = collection.calls().in(directory);
        tree = new ModelTree(vectors);
        view = new ModelView(collection, directory, tree);
    }

    /** Takes one step, on the mount and in the model; says where they part. */
    Optional<String> take(MountStep step) {
        if (!tree.said(step)) {
            return Optional.empty();
        }
        Set<String> errors = tree.errors(step);
        String expected = errors.isEmpty() ? tree.done(step) : "";
        String outcome = outcome(step, errors.isEmpty());
        boolean right = errors.isEmpty() ? outcome.equals(expected) : errors.contains(outcome);
        if (!right) {
            return Optional.of(step + ": expected " + (errors.isEmpty() ? said(expected) : String.join(" or ", errors))
                    + ", was " + said(outcome));
        }
        return errors.isEmpty() ? tried(() -> looked(step)).map(other -> step + ": " + other) : Optional.empty();
    }

    private static String said(String outcome) {
        return outcome.isEmpty() ? "no error" : outcome;
    }

    /** What a step that only looks has seen. */
    private Optional<String> looked(MountStep step) {
        return switch (step.kind()) {
            case READ -> {
                String text = tree.file(step.path()).orElseThrow().text();
                yield ModelView.difference(List.of(text), List.of(collection.read(directory + "/" + step.path())));
            }
            case LIST -> ModelView.difference(tree.names(step.path()), collection.names(directory + "/" + step.path()));
            case SEARCH -> vectors ? ModelView.difference(view.expectedVectors(), view.vectors()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private String outcome(MountStep step, boolean possible) {
        long end = System.nanoTime() + settlesWithin.toNanos();
        while (true) {
            try {
                return performed(step);
            } catch (PosixException refused) {
                boolean hidden = possible && refused.errno().equals("ENOTEMPTY") && onlyHidden(step);
                if (!hidden || System.nanoTime() - end > 0) {
                    return refused.errno();
                }
                LockSupport.parkNanos(TICK_NANOS);
            }
        }
    }

    private boolean onlyHidden(MountStep step) {
        String full = step.kind() == MountStep.Kind.RENAME ? step.other() : step.path();
        List<String> names = new ArrayList<>(collection.entries(directory + "/" + full));
        names.removeAll(List.of(".", ".."));
        return names.stream().allMatch(name -> name.startsWith(HIDDEN));
    }

    private String performed(MountStep step) {
        String path = step.path();
        switch (step.kind()) {
            case WRITE -> {
                return written(path, PosixCalls.O_CREAT | PosixCalls.O_TRUNC, step);
            }
            case APPEND -> {
                return written(path, PosixCalls.O_APPEND, step);
            }
            case PATCH -> {
                return written(path, 0, step);
            }
            case TRUNCATE -> calls.truncate(path, step.at());
            case RENAME -> calls.rename(path, step.other());
            case LINK -> calls.link(path, step.other());
            case UNLINK -> calls.unlink(path);
            case MKDIR -> calls.mkdir(path, 0755);
            case RMDIR -> calls.rmdir(path);
            case PUT_ATTRIBUTE ->
                calls.putAttribute(path, MountStep.ATTRIBUTE, step.other().getBytes(StandardCharsets.US_ASCII), 0);
            case REMOVE_ATTRIBUTE -> calls.removeAttribute(path, MountStep.ATTRIBUTE);
            default -> {
                return "";
            }
        }
        return "";
    }

    private String written(String path, int flags, MountStep step) {
        int open = calls.open(path, PosixCalls.O_WRONLY | flags, 0644);
        boolean done = false;
        try {
            byte[] text = step.other().getBytes(StandardCharsets.US_ASCII);
            if (text.length > 0) {
                int length = calls.writeAt(open, text, step.at());
                if (length != text.length) {
                    return "only " + length + " of " + text.length + " bytes were written";
                }
            }
            done = true;
        } finally {
            if (!done) {
                calls.close(open);
            }
        }
        try {
            calls.close(open);
        } catch (PosixException refused) {
            return "close: " + refused.errno();
        }
        return "";
    }

    /** Where the directory parts from the model, while nobody works. */
    Optional<String> settled() {
        boolean unsettled = tree.files().keySet().stream().anyMatch(ModelTree.Content::unsettled);
        boolean linked = tree.files().keySet().stream().anyMatch(ModelTree.Content::linked);
        tree.files().keySet().forEach(ModelTree.Content::settled);
        Optional<String> wrong = waited(
                linked ? namesAgreeWithin : Duration.ZERO,
                () -> ModelView.difference(view.expectedFiles(), view.files()));
        if (wrong.isEmpty() && vectors) {
            wrong = waited(
                    unsettled ? settlesWithin : Duration.ZERO,
                    () -> ModelView.difference(view.expectedVectors(), view.vectors()));
        }
        return wrong.map(other -> "in the directory of " + directory.replace("w", "thread ") + ": " + other);
    }

    private interface Check {
        Optional<String> wrong();
    }

    /** What cannot be looked at at all is wrong too. */
    private static Optional<String> tried(Check check) {
        try {
            return check.wrong();
        } catch (PosixException | AssertionError refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private static Optional<String> waited(Duration limit, Check check) {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean last = System.nanoTime() - end >= 0;
            Optional<String> wrong = tried(check);
            if (wrong.isEmpty() || last) {
                return wrong;
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }
}
