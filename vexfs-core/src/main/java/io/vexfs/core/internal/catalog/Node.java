package io.vexfs.core.internal.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A name in the tree of names: a directory, or one of a file's names. Guarded by the catalog's lock. */
public final class Node {
    /** The file id of a directory: no inode has the number 0. */
    public static final long DIRECTORY = 0;

    private final int id;
    private final long fileId;
    private @Nullable Node parent;
    private String name;
    private @Nullable Map<String, Node> children;

    Node(int id, @Nullable Node parent, String name, long fileId) {
        this.id = id;
        this.parent = parent;
        this.name = name;
        this.fileId = fileId;
    }

    /** The number that log records call it by. */
    public int id() {
        return id;
    }

    /** The file that it names, or {@link #DIRECTORY}. */
    public long fileId() {
        return fileId;
    }

    /** Whether it is a directory. */
    public boolean directory() {
        return fileId == DIRECTORY;
    }

    /** Its directory; null for the root alone. */
    public @Nullable Node parent() {
        return parent;
    }

    /** Its last path component. */
    public String name() {
        return name;
    }

    /** What it holds. */
    public Collection<Node> children() {
        return children == null ? Collections.emptyList() : children.values();
    }

    @Nullable
    Node child(String childName) {
        return children == null ? null : children.get(childName);
    }

    void add(Node child) {
        if (children == null) {
            children = new HashMap<>();
        }
        Node replaced = children.put(child.name, child);
        assert replaced == null : "two nodes named " + child.name + " in " + path();
    }

    void detach() {
        Node from = parent;
        if (from == null || from.children == null) {
            throw new IllegalStateException("detached twice: " + name);
        }
        from.children.remove(name);
        if (from.children.isEmpty()) {
            from.children = null;
        }
        parent = null;
    }

    void attach(Node newParent, String newName) {
        parent = newParent;
        name = newName;
        newParent.add(this);
    }

    /** Whether {@code ancestor} is this node or above it. */
    public boolean isAtOrBelow(Node ancestor) {
        for (Node node = this; node != null; node = node.parent) {
            if (node == ancestor) {
                return true;
            }
        }
        return false;
    }

    /** Its absolute path; {@code /} for the root. */
    public String path() {
        if (parent == null) {
            return "/";
        }
        StringBuilder path = new StringBuilder();
        for (Node node = this; node.parent != null; node = node.parent) {
            path.insert(0, node.name).insert(0, '/');
        }
        return path.toString();
    }
}
