package io.vexfs.fuse.cli;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorRow;
import io.vexfs.api.VexfsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The words that come with the source tree, most common first.
 *
 * @param words the words
 * @param rows their vectors, in the same order
 */
record WordVectors(List<String> words, List<VectorRow> rows) {
    WordVectors {
        words = List.copyOf(words);
        rows = List.copyOf(rows);
        if (words.size() != rows.size()) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_VECTOR,
                    "word vectors: expected a vector for each of " + words.size() + " words, was " + rows.size());
        }
    }

    static WordVectors load(int count) throws IOException {
        Path data = Launcher.home().resolve("examples").resolve("data");
        List<String> words = Files.readAllLines(data.resolve("glove-words.txt"));
        List<VectorRow> rows =
                VectorSource.of(data.resolve("glove-words-100d.fvecs")).rows();
        return new WordVectors(
                words.subList(0, Math.min(count, words.size())), rows.subList(0, Math.min(count, rows.size())));
    }
}
