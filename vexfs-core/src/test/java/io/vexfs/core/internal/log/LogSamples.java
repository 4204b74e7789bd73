package io.vexfs.core.internal.log;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.core.internal.log.LogRecord.BaseEnd;
import io.vexfs.core.internal.log.LogRecord.Batch;
import io.vexfs.core.internal.log.LogRecord.CollectionChanged;
import io.vexfs.core.internal.log.LogRecord.CollectionDropped;
import io.vexfs.core.internal.log.LogRecord.CollectionMade;
import io.vexfs.core.internal.log.LogRecord.Counters;
import io.vexfs.core.internal.log.LogRecord.FilePut;
import io.vexfs.core.internal.log.LogRecord.FileRemoved;
import io.vexfs.core.internal.log.LogRecord.NodeMade;
import io.vexfs.core.internal.log.LogRecord.NodeMoved;
import io.vexfs.core.internal.log.LogRecord.NodeRemoved;
import io.vexfs.core.internal.log.LogRecord.VectorsDeleted;
import io.vexfs.core.internal.log.LogRecord.VectorsPut;
import java.util.List;
import java.util.stream.IntStream;

/** One record of every kind. */
final class LogSamples {
    private LogSamples() {}

    static VectorEntry entry(int seed, int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = seed * 0.5f + i;
        }
        return new VectorEntry(new byte[] {0, (byte) seed, 65}, seed, vector, new byte[] {(byte) seed, -1});
    }

    static VectorsPut put(int seed) {
        return new VectorsPut(1, List.of(entry(seed, 3)));
    }

    static VectorsPut large(int entries) {
        return new VectorsPut(
                1, IntStream.range(0, entries).mapToObj(i -> entry(i, 100)).toList());
    }

    static List<LogRecord> all() {
        CollectionState state = new CollectionState(
                3, 9, DistanceMetric.DOT, 384, true, 16, 200, -42, Quantization.INT4, VectorStorage.MAPPED);
        FileStatus wrong = new FileStatus(FileStatus.Kind.WRONG_DIMENSIONS, "expected 3, was 4 – Zeile 7");
        VectorFileState file = new VectorFileState(12, new FileStamp(1L << 40, 17, -1, 2, 0xcafe), wrong, 3, 2);
        return List.of(
                new CollectionMade(state),
                new CollectionChanged(state),
                new CollectionDropped(-7),
                new VectorsPut(5, List.of(entry(1, 3), entry(2, 0))),
                new VectorsDeleted(5, List.of(new byte[] {1, 2}, new byte[0])),
                new FilePut(file, -1, 0, List.of(entry(3, 2), entry(4, 2))),
                new FileRemoved(1L << 50),
                new NodeMade(4, 2, "naïve name", 99),
                new NodeMoved(4, 3, ""),
                new NodeRemoved(4),
                new Counters(17, 3),
                new BaseEnd(1L << 40),
                new Batch(List.of(new NodeRemoved(1), put(6), new FileRemoved(2))));
    }
}
