package io.vexfs.testkit.bench.dataset;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.bench.DebianPackage;
import io.vexfs.testkit.bench.Progress;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Fashion-MNIST: 60,000 images of 28 × 28 pixels to search and 10,000 to ask for, a component for each pixel, 0 to 255.
 * From the Debian package {@code dataset-fashion-mnist}.
 */
final class FashionMnist {
    private static final String PACKAGE = "dataset-fashion-mnist";
    private static final String IMAGES = "usr/share/datasets/fashion-mnist";
    private static final int MAGIC = 0x803;
    private static final int IMAGES_MAX = 1_000_000;
    private static final int PIXELS_MAX = 65_536;

    private FashionMnist() {}

    static RawData load(Path cache, Progress progress) throws IOException {
        progress.begin("download " + PACKAGE, 1);
        DebianPackage debian = DebianPackage.fetch(PACKAGE, cache);
        progress.step(1);
        progress.end();
        Path images = debian.root().resolve(IMAGES);
        return new RawData(
                DistanceMetric.L2,
                images(images.resolve("train-images-idx3-ubyte.gz")),
                images(images.resolve("t10k-images-idx3-ubyte.gz")),
                "Debian package " + PACKAGE + " " + debian.version());
    }

    /** Reads an IDX file: magic, count, rows, columns, all big-endian, then a byte for each pixel. */
    static List<float[]> images(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16))) {
            int magic = in.readInt();
            int count = in.readInt();
            long pixels = (long) in.readInt() * in.readInt();
            if (magic != MAGIC || count < 1 || count > IMAGES_MAX || pixels < 1 || pixels > PIXELS_MAX) {
                throw new VexfsException(
                        FuseVexfsError.INVALID_VECTOR,
                        file + ": expected an IDX file of images, was magic " + magic + ", " + count + " images of "
                                + pixels + " pixels");
            }
            List<float[]> images = new ArrayList<>(count);
            byte[] bytes = new byte[(int) pixels];
            for (int i = 0; i < count; i++) {
                in.readFully(bytes);
                float[] image = new float[bytes.length];
                for (int p = 0; p < bytes.length; p++) {
                    image[p] = bytes[p] & 0xff;
                }
                images.add(image);
            }
            return images;
        }
    }
}
