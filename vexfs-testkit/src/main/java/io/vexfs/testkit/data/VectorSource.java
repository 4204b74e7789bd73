package io.vexfs.testkit.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Reader of the files that benchmarks' vectors and true neighbours come in, chosen by the ending of the name: {@code .fvecs},
 * {@code .bvecs} and {@code .ivecs} of the TEXMEX sets, {@code .fbin}, {@code .u8bin}, {@code .i8bin} and {@code .ibin} of
 * the big-ann ones, and {@code .npy}.
 */
public final class VectorSource {
    /** Endings that hold vectors. */
    public static final List<String> VECTORS = List.of(".fvecs", ".bvecs", ".fbin", ".u8bin", ".i8bin", ".npy");
    /** Endings that hold whole numbers. */
    public static final List<String> NUMBERS = List.of(".ivecs", ".ibin", ".npy");

    private VectorSource() {}

    /**
     * The first vectors of a file, at most {@code rowsMax}.
     *
     * @throws IOException if it cannot be read, is cut short, or is not what its name says; the message names file and offset
     */
    public static List<float[]> vectors(Path file, int rowsMax) throws IOException {
        return switch (ending(file, VECTORS)) {
            case ".fvecs" -> FvecsFile.vectors(file, rowsMax);
            case ".bvecs" -> BinFile.byteRows(file, rowsMax);
            case ".npy" -> NpyFile.vectors(file, rowsMax);
            case ".fbin" -> BinFile.vectors(file, rowsMax, BinFile.Element.FLOAT);
            case ".u8bin" -> BinFile.vectors(file, rowsMax, BinFile.Element.UNSIGNED_BYTE);
            default -> BinFile.vectors(file, rowsMax, BinFile.Element.SIGNED_BYTE);
        };
    }

    /** The first rows of whole numbers of a file, at most {@code rowsMax}; as {@link #vectors}. */
    public static List<int[]> numbers(Path file, int rowsMax) throws IOException {
        return switch (ending(file, NUMBERS)) {
            case ".ivecs" -> FvecsFile.numbers(file, rowsMax);
            case ".npy" -> NpyFile.numbers(file, rowsMax);
            default -> BinFile.numbers(file, rowsMax);
        };
    }

    private static String ending(Path file, List<String> known) throws IOException {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        for (String ending : known) {
            if (name.endsWith(ending)) {
                return ending;
            }
        }
        throw new IOException(file + ": expected a name that ends in one of " + String.join(", ", known));
    }
}
