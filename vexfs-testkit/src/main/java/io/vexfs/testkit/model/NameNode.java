package io.vexfs.testkit.model;

import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One name in the tree: a directory, perhaps with a collection, or a name of a file. */
final class NameNode {
    private final TreeMap<String, NameNode> children = new TreeMap<>();
    private @Nullable NameNode parent;
    private String name;

    @Nullable
    MemoryCollection collection;

    @Nullable
    MemoryFile file;

    NameNode(@Nullable NameNode parent, String name) {
        this.parent = parent;
        this.name = name;
    }

    @Nullable
    NameNode parent() {
        return parent;
    }

    String name() {
        return name;
    }

    @Nullable
    NameNode child(String childName) {
        return children.get(childName);
    }

    NameNode makeChild(String childName) {
        return children.computeIfAbsent(childName, missing -> new NameNode(this, missing));
    }

    boolean hasChildren() {
        return !children.isEmpty();
    }

    /** Whether this node or one above it is {@code other}. */
    boolean isAtOrBelow(NameNode other) {
        for (NameNode node = this; node != null; node = node.parent) {
            if (node == other) {
                return true;
            }
        }
        return false;
    }

    /** The nearest collection at or above; the root always has one. */
    MemoryCollection nearestCollection() {
        for (NameNode node = this; node != null; node = node.parent) {
            if (node.collection != null) {
                return node.collection;
            }
        }
        throw new IllegalStateException("the root has no collection");
    }

    /** Gives this node and all below it to {@code action}, which must not change the tree. */
    void walk(Consumer<NameNode> action) {
        action.accept(this);
        children.values().forEach(child -> child.walk(action));
    }

    /** Hangs this node, with all below it, under another parent. */
    void moveTo(NameNode newParent, String newName) {
        NameNode oldParent = parent;
        detach();
        parent = newParent;
        name = newName;
        newParent.children.put(newName, this);
        if (oldParent != null) {
            oldParent.prune();
        }
    }

    /** Takes this node, with all below it, out of the tree. */
    void detach() {
        if (parent != null) {
            parent.children.remove(name, this);
            parent = null;
        }
    }

    /** Removes this node and those above it as far as they say nothing. */
    void prune() {
        NameNode node = this;
        while (node.parent != null && node.children.isEmpty() && node.collection == null && node.file == null) {
            NameNode above = node.parent;
            node.detach();
            node = above;
        }
    }

    String path() {
        if (parent == null) {
            return "/";
        }
        StringBuilder path = new StringBuilder();
        for (NameNode node = this; node.parent != null; node = node.parent) {
            path.insert(0, "/" + node.name);
        }
        return path.toString();
    }
}
