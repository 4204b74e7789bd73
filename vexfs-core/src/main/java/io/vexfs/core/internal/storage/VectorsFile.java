package io.vexfs.core.internal.storage;

import java.nio.file.Path;

/** The name of the file for a collection's mapped vectors; one that its table deletes with the volumes. */
public final class VectorsFile {
    private VectorsFile() {}

    /** The file of the collection of that number. */
    public static Path of(Path mapDirectory, int collection) {
        return mapDirectory.resolve(collection + "-vectors.rows");
    }
}
