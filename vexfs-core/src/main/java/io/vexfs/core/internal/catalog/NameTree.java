package io.vexfs.core.internal.catalog;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.PathText;
import io.vexfs.api.VexfsException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.map.mutable.primitive.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tree of names: a directory is renamed by giving its node another parent, so nothing below it is touched.
 * Guarded by the catalog's lock.
 */
public final class NameTree {
    /** The number of the root's node. */
    public static final int ROOT = 0;

    private final Node root = new Node(ROOT, null, "", Node.DIRECTORY);
    private final MutableIntObjectMap<Node> nodes = new IntObjectHashMap<>();
    private int nextId = ROOT + 1;

    NameTree() {
        nodes.put(ROOT, root);
    }

    /** The root directory. */
    public Node root() {
        return root;
    }

    /** A number that no node had before. */
    public int nextId() {
        return nextId;
    }

    /** The node of that number. */
    public Node node(int id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new VexfsException(FuseVexfsError.CORRUPT, "the log names node " + id + ", which was never made");
        }
        return node;
    }

    /** The node at a path; null if there is none. */
    public @Nullable Node find(String path) {
        Node node = root;
        for (String name : components(path)) {
            node = node.child(name);
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    /** The deepest node at or above a path. */
    public Node nearest(String path) {
        Node node = root;
        for (String name : components(path)) {
            Node child = node.child(name);
            if (child == null) {
                return node;
            }
            node = child;
        }
        return node;
    }

    void make(int id, int parent, String name, long fileId) {
        Node directory = node(parent);
        if (id <= ROOT || nodes.containsKey(id)) {
            throw corrupt("a new node's number above " + ROOT, id + ", which is taken or too small");
        }
        requireFree(directory, name);
        Node node = new Node(id, directory, name, fileId);
        directory.add(node);
        nodes.put(id, node);
        nextIdAtLeast(id + 1);
    }

    private static void requireFree(Node directory, String name) {
        boolean plain = !name.isEmpty() && name.indexOf('/') < 0 && !name.equals(".") && !name.equals("..");
        if (!plain || !directory.directory() || directory.child(name) != null) {
            throw corrupt("a name that is free in a directory", "'" + name + "' in " + directory.path());
        }
    }

    private static VexfsException corrupt(String expected, String found) {
        return new VexfsException(FuseVexfsError.CORRUPT, "the log: expected " + expected + ", was " + found);
    }

    void nextIdAtLeast(int id) {
        nextId = Math.max(nextId, id);
    }

    void move(int id, int parent, String name) {
        Node node = node(id);
        node.detach();
        node.attach(node(parent), name);
    }

    void remove(int id) {
        Node node = node(id);
        assert node.children().isEmpty() : "removed with children: " + node.path();
        node.detach();
        nodes.remove(id);
    }

    /** Gives every node at or below {@code top}, parents first. */
    public void forEachBelow(Node top, Consumer<Node> action) {
        Deque<Node> open = new ArrayDeque<>();
        open.add(top);
        while (!open.isEmpty()) {
            Node node = open.poll();
            action.accept(node);
            open.addAll(node.children());
        }
    }

    /**
     * The names of an absolute path that is to be made, none for the root.
     *
     * @throws VexfsException as {@link #components}, and for a path that is longer than a name may be made
     */
    public static List<String> newComponents(String path) {
        if (PathText.bytes(path).length > Limits.COLLECTION_BYTES_MAX) {
            throw notAPath(path);
        }
        return components(path);
    }

    /**
     * The names of an absolute path, none for the root. Of any length: what a directory's move made longer than a name
     * may be made is found by its path nevertheless.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} for a path that is not absolute or has empty,
     *     {@code .} or {@code ..} components
     */
    public static List<String> components(String path) {
        List<String> names = split(path);
        if (names == null) {
            throw notAPath(path);
        }
        return names;
    }

    /** Whether a text is a path, so that it can name something. */
    public static boolean isPath(String text) {
        return split(text) != null;
    }

    private static @Nullable List<String> split(String path) {
        if (!path.startsWith("/")) {
            return null;
        }
        List<String> names = new ArrayList<>();
        int from = 1;
        while (from < path.length()) {
            int to = path.indexOf('/', from);
            String name = path.substring(from, to < 0 ? path.length() : to);
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return null;
            }
            names.add(name);
            if (to == path.length() - 1) {
                return null;
            }
            from += name.length() + 1;
        }
        return names;
    }

    /** Whether a path lies truly below a directory. */
    public static boolean isBelow(String path, String directory) {
        return directory.equals("/")
                ? path.length() > 1
                : path.length() > directory.length()
                        && path.startsWith(directory)
                        && path.charAt(directory.length()) == '/';
    }

    private static VexfsException notAPath(String path) {
        return new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT,
                "path: expected an absolute path such as /words, of at most " + Limits.COLLECTION_BYTES_MAX
                        + " bytes, was '" + (path.length() > 80 ? path.substring(0, 80) + "…" : path) + "'");
    }
}
