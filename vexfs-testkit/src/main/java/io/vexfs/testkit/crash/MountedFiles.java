package io.vexfs.testkit.crash;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of vectors of a mount, as they should be: by path, the text of each and the vector that is found. A value:
 * each change gives new files.
 */
final class MountedFiles {
    static final MountedFiles NONE = new MountedFiles(new TreeMap<>());

    private final Map<String, File> files;

    /**
     * One file.
     *
     * @param text its content, as text
     * @param vector the text whose vector a search finds; null for none
     */
    record File(String text, Optional<String> vector) {
        /** A file that was read for its vector. */
        static File of(String text) {
            return new File(text, Optional.of(text));
        }

        /** As it is when it is read again. */
        private File readAnew() {
            return text.isEmpty() ? new File(text, Optional.empty()) : of(text);
        }
    }

    private MountedFiles(Map<String, File> files) {
        this.files = files;
    }

    Map<String, File> all() {
        return files;
    }

    Optional<File> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    Collection<String> paths() {
        return files.keySet();
    }

    MountedFiles with(String path, File file) {
        Map<String, File> changed = new TreeMap<>(files);
        changed.put(path, file);
        return new MountedFiles(changed);
    }

    MountedFiles without(String path) {
        Map<String, File> changed = new TreeMap<>(files);
        changed.remove(path);
        return new MountedFiles(changed);
    }

    /**
     * Written by a write that did not come to its end, and found emptier than the store knows it: the old vector is
     * kept.
     */
    MountedFiles emptier(String path, String text) {
        return with(path, new File(text, file(path).flatMap(File::vector)));
    }

    /** As if each file at or below a path were read for its vector. */
    MountedFiles readAnew(String place) {
        Map<String, File> changed = new TreeMap<>(files);
        changed.replaceAll((path, file) -> path.equals(place) || path.startsWith(place + "/") ? file.readAnew() : file);
        return new MountedFiles(changed);
    }

    MountedFiles moved(String from, String to) {
        return without(from).with(to, file(from).orElseThrow());
    }

    /** As after a rename of a directory. */
    MountedFiles movedDirectory(String from, String to) {
        Map<String, File> changed = new TreeMap<>();
        files.forEach((path, file) ->
                changed.put(path.startsWith(from + "/") ? to + path.substring(from.length()) : path, file));
        return new MountedFiles(changed);
    }
}
