package io.vexfs.testkit.bench;

import io.vexfs.api.DistanceMetric;
import io.vexfs.testkit.bench.dataset.ExactTruth;
import io.vexfs.testkit.data.FvecsFile;
import io.vexfs.testkit.data.TestVectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A small data set on disk. */
public final class GeneratedFiles {
    private GeneratedFiles() {}

    public static AnnFiles write(Path directory, DistanceMetric metric, int count) throws IOException {
        AnnFiles files = new AnnFiles(
                directory.resolve("small_base.fvecs"),
                directory.resolve("small_query.fvecs"),
                directory.resolve("small_groundtruth.ivecs"));
        List<float[]> base = TestVectors.clustered(count, 12, 20, 1);
        List<float[]> queries = TestVectors.clustered(40, 12, 20, 2);
        FvecsFile.writeVectors(files.base(), base);
        FvecsFile.writeVectors(files.query(), queries);
        FvecsFile.writeNumbers(files.truth(), new ExactTruth(metric, base).neighbors(queries, 20, Progress.NONE));
        return files;
    }
}
