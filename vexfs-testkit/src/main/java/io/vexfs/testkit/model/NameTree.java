package io.vexfs.testkit.model;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Limits;
import io.vexfs.api.PathText;
import io.vexfs.api.VexfsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The names of a store: directories, collections and files by absolute path. */
final class NameTree {
    private final NameNode root = new NameNode(null, "");

    NameNode root() {
        return root;
    }

    /** The node of a path; null if it is not known or no absolute path. */
    @Nullable
    NameNode find(String path) {
        List<String> names = names(path);
        if (names == null) {
            return null;
        }
        NameNode node = root;
        for (String name : names) {
            node = node.child(name);
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    /** The deepest known node at or above a path. */
    NameNode nearest(String path) {
        NameNode node = root;
        for (String name : requireNames(path)) {
            NameNode child = node.child(name);
            if (child == null) {
                return node;
            }
            node = child;
        }
        return node;
    }

    /** Refuses a path that is not absolute, or that runs through the name of a file; changes nothing. */
    void requireUsable(String path) {
        NameNode node = root;
        for (String name : requireNames(path)) {
            requireDirectory(node, path);
            node = node.child(name);
            if (node == null) {
                return;
            }
        }
    }

    /** As {@link #requireUsable}, and nor may the path itself name a file. */
    void requireNoFile(String path) {
        requireUsable(path);
        NameNode node = find(path);
        if (node != null) {
            requireDirectory(node, path);
        }
    }

    private static void requireDirectory(NameNode node, String path) {
        if (node.file != null) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "expected a directory, was a file: " + node.path() + " in " + path);
        }
    }

    /** The node of a path, made if it is missing. */
    NameNode make(String path) {
        requireUsable(path);
        NameNode node = root;
        for (String name : requireNames(path)) {
            node = node.makeChild(name);
        }
        return node;
    }

    private static List<String> requireNames(String path) {
        int bytes = PathText.bytes(path).length;
        if (bytes > Limits.COLLECTION_BYTES_MAX) {
            throw new VexfsException(
                    FuseVexfsError.LIMIT_REACHED,
                    "path: expected at most " + Limits.COLLECTION_BYTES_MAX + " bytes, was " + bytes);
        }
        List<String> names = names(path);
        if (names == null) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_ARGUMENT,
                    "path: expected an absolute one such as /words, was '" + path + "'");
        }
        return names;
    }

    private static @Nullable List<String> names(String path) {
        String text = PathText.canonical(path);
        if (text.equals("/")) {
            return List.of();
        }
        if (!text.startsWith("/")) {
            return null;
        }
        List<String> names = List.of(text.substring(1).split("/", -1));
        for (String name : names) {
            if (name.isEmpty() || name.equals(".") || name.equals("..")) {
                return null;
            }
        }
        return names;
    }
}
