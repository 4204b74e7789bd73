package io.vexfs.testkit.conformance;

import io.vexfs.testkit.conformance.MountStep.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One thread's directory as it should be: a tree of names, and what each step must answer. A file of several names is one
 * file. Not safe from several threads.
 */
final class ModelTree {
    /** Also what a close answers for content that is no vector. */
    static final String NO_VECTOR = "close: EINVAL";

    private static final String VECTORS = ".vec";
    private static final List<String> NOT_EMPTY = List.of("ENOTEMPTY", "EEXIST");

    private final Directory root = new Directory();
    private final boolean vectors;

    /** @param vectors whether files of vectors are more than files here */
    ModelTree(boolean vectors) {
        this.vectors = vectors;
    }

    private sealed interface Node permits Directory, Content {}

    private static final class Directory implements Node {
        private final Map<String, Node> names = new TreeMap<>();
    }

    /** A file, whatever its names. */
    static final class Content implements Node {
        private String text = "";
        private Optional<String> color = Optional.empty();
        /** Whether it ever had two names, one of which may tell what was, for a while. */
        private boolean linked;
        /** Whether a search may still find what was. */
        private boolean unsettled;

        String text() {
            return text;
        }

        Optional<String> color() {
            return color;
        }

        boolean linked() {
            return linked;
        }

        boolean unsettled() {
            return unsettled;
        }

        void settled() {
            unsettled = false;
        }
    }

    private static String parent(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Optional<Node> node(String path) {
        Node at = root;
        for (String name : path.isEmpty() ? List.<String>of() : Arrays.asList(path.split("/"))) {
            Node next = at instanceof Directory directory ? directory.names.get(name) : null;
            if (next == null) {
                return Optional.empty();
            }
            at = next;
        }
        return Optional.of(at);
    }

    private Directory above(String path) {
        return (Directory) node(parent(path)).orElseThrow();
    }

    /** The file of that name. */
    Optional<Content> file(String path) {
        return node(path).filter(Content.class::isInstance).map(Content.class::cast);
    }

    /** The names in a directory. */
    List<String> names(String directory) {
        return List.copyOf(((Directory) node(directory).orElseThrow()).names.keySet());
    }

    /** Why nothing can be found or made at a path, for what is above it. */
    private Set<String> errorsAbove(String... paths) {
        Set<String> errors = new TreeSet<>();
        for (String path : paths) {
            String above = "";
            for (String name : parent(path).split("/")) {
                above = above.isEmpty() ? name : above + "/" + name;
                Optional<Node> found = node(above);
                if (found.isEmpty() || found.get() instanceof Content) {
                    errors.add(found.isEmpty() ? "ENOENT" : "ENOTDIR");
                    break;
                }
            }
        }
        return errors;
    }

    /** Every file with its names, below this directory. */
    Map<Content, List<String>> files() {
        Map<Content, List<String>> files = new LinkedHashMap<>();
        collect("", root, files, new ArrayList<>());
        return files;
    }

    /** Every directory. */
    List<String> directories() {
        List<String> directories = new ArrayList<>();
        collect("", root, new HashMap<>(), directories);
        return directories;
    }

    private static void collect(
            String path, Directory directory, Map<Content, List<String>> files, List<String> directories) {
        directory.names.forEach((name, node) -> {
            String below = path.isEmpty() ? name : path + "/" + name;
            if (node instanceof Directory inner) {
                directories.add(below);
                collect(below, inner, files, directories);
            } else {
                files.computeIfAbsent((Content) node, key -> new ArrayList<>()).add(below);
            }
        });
    }

    /** Whether a file of that name is read for vectors. */
    boolean ofVectors(String path) {
        return vectors && path.endsWith(VECTORS);
    }

    /** The names under which a search may show a file. */
    List<String> shown(List<String> names) {
        return names.stream().filter(this::ofVectors).toList();
    }

    /** Whether it is said anywhere what a step does; else it is left out. */
    boolean said(MountStep step) {
        Optional<Node> node = node(step.path());
        if (step.kind() == Kind.LIST) {
            return node.filter(Directory.class::isInstance).isPresent();
        }
        boolean ofAttribute = step.kind() == Kind.PUT_ATTRIBUTE || step.kind() == Kind.REMOVE_ATTRIBUTE;
        if (node.isEmpty() || node.get() instanceof Directory) {
            return node.isEmpty() ? step.kind() != Kind.READ : !ofAttribute && step.kind() != Kind.READ;
        }
        Content file = (Content) node.get();
        // What libfuse 2 does depends on whether it has been told of the last close.
        boolean sameFile =
                step.kind() == Kind.RENAME && !step.other().equals(step.path()) && node.equals(node(step.other()));
        // The kernel may have an old size under one name, and vectors are read by the name that was written through.
        boolean part = step.kind() == Kind.READ || step.kind().changesContent() && step.kind() != Kind.WRITE;
        boolean otherName = (step.kind().changesContent() || ofAttribute)
                && !ofVectors(step.path())
                && !shown(files().getOrDefault(file, List.of())).isEmpty();
        return !sameFile && !(part && file.linked) && !otherName && patchesWithin(step, file);
    }

    private static boolean patchesWithin(MountStep step, Content file) {
        return step.kind() != Kind.PATCH || step.at() <= file.text.length();
    }

    /** The errors of which the step must have one; none if it must succeed. */
    Set<String> errors(MountStep step) {
        String path = step.path();
        Set<String> above =
                switch (step.kind()) {
                    case RENAME, LINK -> errorsAbove(path, step.other());
                    default -> errorsAbove(path);
                };
        Optional<Node> node = node(path);
        boolean directory = node.filter(Directory.class::isInstance).isPresent();
        if (!above.isEmpty()) {
            // Nobody says what of several faults is told.
            above.addAll(ofSource(step, node, directory));
            return above;
        }
        return switch (step.kind()) {
            case WRITE -> directory ? Set.of("EISDIR") : Set.of();
            case APPEND, PATCH, TRUNCATE -> missing(node, directory ? Set.of("EISDIR") : Set.of());
            case UNLINK -> missing(node, directory ? Set.of("EISDIR", "EPERM") : Set.of());
            case MKDIR -> node.isPresent() ? Set.of("EEXIST") : Set.of();
            case RMDIR -> missing(node, directory ? notEmpty(path) : Set.of("ENOTDIR"));
            case RENAME -> missing(node, renameErrors(step, directory));
            case LINK -> linkErrors(step, node, directory);
            case PUT_ATTRIBUTE -> missing(node, Set.of());
            case REMOVE_ATTRIBUTE ->
                missing(node, file(path).flatMap(Content::color).isPresent() ? Set.of() : Set.of("ENODATA"));
            default -> Set.of();
        };
    }

    private Set<String> ofSource(MountStep step, Optional<Node> node, boolean directory) {
        Set<String> errors = new HashSet<>();
        boolean two = step.kind() == Kind.RENAME || step.kind() == Kind.LINK;
        if (two && node.isEmpty()) {
            errors.add("ENOENT");
        }
        if (two && directory) {
            errors.add(step.kind() == Kind.LINK ? "EPERM" : "EINVAL");
        }
        if (step.kind() == Kind.LINK && node(step.other()).isPresent()) {
            errors.add("EEXIST");
        }
        return errors;
    }

    private static Set<String> missing(Optional<Node> node, Set<String> otherwise) {
        return node.isEmpty() ? Set.of("ENOENT") : otherwise;
    }

    private Set<String> notEmpty(String directory) {
        return names(directory).isEmpty() ? Set.of() : Set.copyOf(NOT_EMPTY);
    }

    private Set<String> renameErrors(MountStep step, boolean directory) {
        String to = step.other();
        if (to.equals(step.path())) {
            return Set.of();
        }
        if (to.startsWith(step.path() + "/")) {
            return Set.of("EINVAL");
        }
        if (step.path().startsWith(to + "/")) {
            Set<String> errors = new HashSet<>(NOT_EMPTY);
            errors.add(directory ? "EINVAL" : "EISDIR");
            return errors;
        }
        Optional<Node> target = node(to);
        if (target.isEmpty()) {
            return Set.of();
        }
        boolean overDirectory = target.get() instanceof Directory;
        if (directory != overDirectory) {
            return Set.of(directory ? "ENOTDIR" : "EISDIR");
        }
        return directory ? notEmpty(to) : Set.of();
    }

    private Set<String> linkErrors(MountStep step, Optional<Node> node, boolean directory) {
        Set<String> errors = new HashSet<>();
        if (node.isEmpty()) {
            errors.add("ENOENT");
        } else if (directory) {
            errors.add("EPERM");
        }
        if (node(step.other()).isPresent()) {
            errors.add("EEXIST");
        }
        return errors;
    }

    /** Does what a step that succeeds does, and returns what it answers: nothing, or that this is no vector. */
    String done(MountStep step) {
        String path = step.path();
        switch (step.kind()) {
            case WRITE, APPEND, PATCH, TRUNCATE -> {
                return written(step);
            }
            case MKDIR -> above(path).names.put(name(path), new Directory());
            case UNLINK, RMDIR -> above(path).names.remove(name(path));
            case RENAME -> renamed(path, step.other());
            case LINK -> {
                Content file = file(path).orElseThrow();
                file.linked = true;
                above(step.other()).names.put(name(step.other()), file);
            }
            case PUT_ATTRIBUTE -> file(path).orElseThrow().color = Optional.of(step.other());
            case REMOVE_ATTRIBUTE -> file(path).orElseThrow().color = Optional.empty();
            default -> {
                return "";
            }
        }
        return "";
    }

    private void renamed(String from, String to) {
        Node node = node(from).orElseThrow();
        // Two names of one file: POSIX leaves both.
        if (!node.equals(node(to).orElse(root))) {
            above(from).names.remove(name(from));
            above(to).names.put(name(to), node);
        }
    }

    private String written(MountStep step) {
        Content file = file(step.path()).orElseGet(() -> {
            Content made = new Content();
            above(step.path()).names.put(name(step.path()), made);
            return made;
        });
        String old = file.text;
        file.text = switch (step.kind()) {
            case WRITE -> step.other();
            case APPEND -> old + step.other();
            case PATCH -> {
                int end = step.at() + step.other().length();
                yield old.substring(0, step.at()) + step.other() + (end < old.length() ? old.substring(end) : "");
            }
            default ->
                step.at() <= old.length() ? old.substring(0, step.at()) : old + "\0".repeat(step.at() - old.length());
        };
        boolean read = step.kind().writes() && !step.other().isEmpty();
        file.unsettled = !read;
        boolean refused = ofVectors(step.path()) && read && rows(file.text).isEmpty();
        return refused ? NO_VECTOR : "";
    }

    /** The vectors in a text, two numbers each; none if it is not read as vectors. */
    static List<int[]> rows(String text) {
        List<int[]> rows = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (line.isBlank()) {
                continue;
            }
            if (!line.strip().matches("\\d+ +\\d+")) {
                return List.of();
            }
            rows.add(Arrays.stream(line.strip().split(" +"))
                    .mapToInt(Integer::parseInt)
                    .toArray());
        }
        return rows;
    }
}
