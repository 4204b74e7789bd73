package io.vexfs.testkit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.DistanceMetric;
import io.vexfs.testkit.bench.AnnFiles;
import io.vexfs.testkit.bench.GeneratedFiles;
import io.vexfs.testkit.bench.store.StoreFigure;
import io.vexfs.testkit.bench.store.StoreReport;
import io.vexfs.testkit.data.ExactSearch;
import io.vexfs.testkit.data.FvecsFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code vexfs bench} prints, and how it refuses. */
class BenchCliTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return BenchCli.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private int ann(AnnFiles files, String... more) {
        return run(Stream.concat(
                        Stream.of(
                                "ann",
                                "--base",
                                files.base().toString(),
                                "--query",
                                files.query().toString(),
                                "--truth",
                                files.truth().toString(),
                                "--warm-up",
                                "0",
                                "--rounds",
                                "2"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "dataset", "peers", "store", "stack", "budgets", "soak"})
    void help_ofEachWord_hasAnExample(String word) {
        assertThat(run(word, "--help")).isZero();
        assertThat(out.toString()).containsPattern("Examples?:\n  vexfs bench " + word);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --verbose                                | bench what? 'vexfs bench --help' lists it
            fly                                      | Unmatched argument at index 0: 'fly'
            ann --base a                             | Missing required options: '--query=F.fvecs', '--truth=F.ivecs', '--metric=METRIC'
            ann --base a --query b --truth c --metric l9    | unknown metric: expected one of l2, cosine, dot, l1, hamming, jaccard, was 'l9'
            ann --base a --query b --truth c --metric l2 --ef 0     | --ef: expected 10 to 100000, was 0
            ann --base a --query b --truth c --metric l2 --ef 16,-1 | --ef: expected 10 to 100000, was -1
            ann --base a --query b --truth c --metric l2 --ef 16,x  | 'x' is not an int
            ann --base a --query b --truth c --metric l2 --threads 0 | --threads: expected 1 to 1024, was 0
            ann --base a --query b --truth c --metric l2 --rounds 0 | --rounds: expected 1 to 1000, was 0
            ann --base a --query b --truth c --metric l2 --warm-up -1 | --warm-up: expected 0 to 3600, was -1
            ann --base a --query b --truth c --metric l2 --quantization int9 | unknown quantization: expected one of none, int8, int4, was 'int9'
            ann --base a --query b --truth c --metric l2 --storage tape | unknown storage: expected one of heap, mapped, was 'tape'
            ann --base a --query b --truth c --metric l2 --m 1 | --m: expected 2 to 128, was 1
            ann --base a --query b --truth c --metric l2 --ef-construction 8 | --ef-construction: expected 16 to 4096, was 8
            ann --base a --query b --truth c --metric l2 --build-threads 0 | --build-threads: expected 1 to 1024, was 0
            ann --base a --query b --truth c --metric l2 --while-inserting --json r | --json: expected not together with --while-inserting
            dataset mnist --out a                    | unknown data set: expected one of fashion-mnist, glove, was 'mnist'
            dataset glove                            | Missing required option: '--out=DIR'
            peers --data a --engines faiss           | --engines: expected some of vexfs, vexfs+int8, vexfs+int4, hnswlib, jvector, lucene, hnswlib-java, was 'faiss'
            peers --data a --jdk 8                   | --jdk: expected one of
            peers --data a --heap big                | --heap: expected a size such as 4g, was 'big'
            soak --minutes 0                         | --minutes: expected more than 0 and up to 10,080, was 0.0
            stack --part fly                         | part: expected one of [VECTORS, ORDINARY, NAMES, ASKED, LISTED, SAVED, CONTROL, RARE], was 'fly'
            budgets --part fly                       | expected one of [LATENCIES, STACK, COST, MEMORY]
            budgets --seconds 0                      | --seconds: expected 1 to 3600, was 0
            metrics --seconds 0                      | --seconds: expected 1 to 3600, was 0
            store --parts fly                        | --parts: expected some of forced, batched, sync, compaction, recovery, was 'fly'
            store --vectors 0                        | --vectors: expected 100 to 100000000, was 0
            store --seconds 0                        | --seconds: expected 1 to 3600, was 0
            peers --data nowhere                     | nowhere: expected a directory with a data set
            """)
    void run_wrongUsage_exitsWith2(String arguments, String message) {
        assertThat(run(arguments.split(" +"))).isEqualTo(2);
        assertThat(err.toString()).startsWith("vexfs: ").contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void ann_smallData_printsALineForEachEf() throws IOException {
        AnnFiles files = GeneratedFiles.write(directory, DistanceMetric.COSINE, 300);
        Path json = directory.resolve("report.json");

        int code = ann(
                files,
                "--metric",
                "cosine",
                "--ef",
                "32,16",
                "--threads",
                "2",
                "--quantization",
                "int4",
                "--json",
                json.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0))
                .startsWith(
                        "engine=memory vectors=300 dimensions=12 metric=cosine queries=40 m=16 ef_construction=200 ");
        assertThat(lines.get(1)).matches("build_s=\\d+\\.\\d\\d");
        assertThat(lines.get(2)).matches("bytes_per_vector=\\d+");
        assertThat(lines.get(3)).matches("ef=16 recall@10=1\\.0000 qps=\\d+ p50_us=\\d+\\.\\d p99_us=\\d+\\.\\d");
        assertThat(lines.get(4)).startsWith("ef=32 recall@10=1.0000 ");
        assertThat(json).content().contains("\"buildSeconds\"", "\"ef\" : 32", "\"recall\" : 1.0");
    }

    @Test
    void ann_mappedBits_areMeasured() throws IOException {
        AnnFiles files = bits();

        assertThat(ann(files, "--metric", "jaccard", "--ef", "16", "--storage", "mapped"))
                .isZero();
        assertThat(out.toString().lines().findFirst().orElseThrow()).contains(" metric=jaccard ", " storage=mapped ");
        assertThat(out.toString()).contains("ef=16 recall@10=1.0000 ");
    }

    private AnnFiles bits() throws IOException {
        AnnFiles files = GeneratedFiles.write(directory, DistanceMetric.L2, 300);
        for (Path file : List.of(files.base(), files.query())) {
            List<float[]> vectors = FvecsFile.vectors(file, Integer.MAX_VALUE);
            for (float[] vector : vectors) {
                for (int i = 0; i < vector.length; i++) {
                    vector[i] = vector[i] > 0 ? 1 : 0;
                }
            }
            FvecsFile.writeVectors(file, vectors);
        }
        List<float[]> base = FvecsFile.vectors(files.base(), Integer.MAX_VALUE);
        List<int[]> truth = new ArrayList<>();
        for (float[] query : FvecsFile.vectors(files.query(), Integer.MAX_VALUE)) {
            truth.add(ExactSearch.nearest(DistanceMetric.JACCARD, base, query, 10).stream()
                    .mapToInt(ExactSearch.Neighbor::row)
                    .toArray());
        }
        FvecsFile.writeNumbers(files.truth(), truth);
        return files;
    }

    @Test
    void ann_otherThanBits_namesFileRowAndComponent() throws IOException {
        AnnFiles files = bits();
        List<float[]> queries = FvecsFile.vectors(files.query(), Integer.MAX_VALUE);
        queries.get(2)[4] = 0.5f;
        FvecsFile.writeVectors(files.query(), queries);

        assertThat(ann(files, "--metric", "hamming")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("vexfs: " + files.query() + " row 2: expected 0 or 1 for hamming, was 0.5 in component 4\n");
    }

    @Test
    void peers_metricThatOthersLack_isRefused() throws IOException {
        GeneratedFiles.write(directory, DistanceMetric.L2, 300);

        assertThat(run("peers", "--data", directory.toString(), "--metric", "hamming"))
                .isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("vexfs: --metric: expected l2, cosine or dot, which all engines have, was hamming\n");
    }

    @Test
    void ann_mixedDimensions_namesFileAndRow() throws IOException {
        AnnFiles files = GeneratedFiles.write(directory, DistanceMetric.L2, 300);
        List<float[]> queries = FvecsFile.vectors(files.query(), 3);
        queries.add(new float[7]);
        FvecsFile.writeVectors(files.query(), queries);

        assertThat(ann(files, "--metric", "l2")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("vexfs: dimension mismatch: expected 12, was 7 (" + files.query() + " row 3)\n");
    }

    @Test
    void ann_fileCutShort_namesTheOffset() throws IOException {
        AnnFiles files = GeneratedFiles.write(directory, DistanceMetric.L2, 300);
        byte[] whole = Files.readAllBytes(files.base());
        Files.write(files.base(), Arrays.copyOf(whole, whole.length - 2));

        assertThat(ann(files, "--metric", "l2")).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("vexfs: " + files.base() + " offset " + 299 * 52 + ": expected 48 bytes, was 46\n");
    }

    @Test
    void ann_missingFile_namesIt() {
        Path gone = directory.resolve("gone.fvecs");

        assertThat(ann(new AnnFiles(gone, gone, gone), "--metric", "l2")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("vexfs: " + gone + ": no such file\n");
    }

    @Test
    void peers_dataWithoutCard_asksForTheMetric() throws IOException {
        GeneratedFiles.write(directory, DistanceMetric.L2, 300);

        assertThat(run("peers", "--data", directory.toString())).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo("vexfs: --metric: expected l2, cosine or dot, since " + directory
                        + " has no dataset.properties\n");
    }

    @Test
    void verbose_withAnError_printsTheStackTrace() {
        assertThat(run("peers", "--data", directory.toString(), "--verbose")).isEqualTo(2);
        assertThat(err.toString()).contains("VexfsException", "\tat io.vexfs.testkit.");
    }

    @Test
    void store_smallData_printsEachFigureWithItsTarget() {
        Path json = directory.resolve("store.json");

        int code = run(
                "store",
                "--vectors",
                "300",
                "--dimensions",
                "8",
                "--rounds",
                "1",
                "--seconds",
                "1",
                "--parts",
                "forced,batched,sync,compaction",
                "--work",
                directory.toString(),
                "--json",
                json.toString());

        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines.get(0))
                .startsWith("engine=memory vectors=300 dimensions=8 ")
                .contains(" append_fsync_by=");
        assertThat(lines)
                .anyMatch(line -> line.matches("append_fsync_per_s=\\d+(\\.\\d+)?"))
                .anyMatch(line -> line.matches("every_write_8_to_1_ratio=[\\d.]+ target>=3 (met|missed)"))
                .anyMatch(line -> line.matches("batched_put_p99_ms=[\\d.]+ target<=5 (met|missed)"))
                .anyMatch(line -> line.matches("force_sync_500_p99_ms=[\\d.]+ target<=200 (met|missed)"))
                .anyMatch(line -> line.matches("disk_peak_to_vectors_ratio=[\\d.]+ target<=5.50 (met|missed)"));
        assertThat(json).content().contains("\"every_write_8_to_1_ratio\"", "\"least\" : 3.0", "\"met\" : ");
    }

    @Test
    void store_missedTarget_isSaid() {
        StoreReport report = new StoreReport(
                Map.of("engine", "none"),
                List.of(new StoreFigure("a_ratio", 0.7, OptionalDouble.of(0.8), OptionalDouble.empty())));

        assertThat(report.lines()).containsExactly("engine=none", "a_ratio=0.70 target>=0.80 missed");
        assertThat(report.figures().get(0).met()).isFalse();
    }
}
