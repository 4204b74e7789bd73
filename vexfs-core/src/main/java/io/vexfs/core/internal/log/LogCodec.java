package io.vexfs.core.internal.log;

import io.vexfs.api.DistanceMetric;
import io.vexfs.api.FileStamp;
import io.vexfs.api.FileStatus;
import io.vexfs.api.Quantization;
import io.vexfs.api.VectorStorage;
import io.vexfs.core.internal.disk.ByteReader;
import io.vexfs.core.internal.disk.ByteWriter;
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
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of log records. Little-endian throughout; {@code bytes}, {@code text} (UTF-8) and {@code floats} are an
 * {@code int} count and as many elements; {@code list} is an {@code int} count and as many parts; {@code flag} is one
 * byte, 0 or 1. A record is its type and the fields:
 *
 * <pre>
 *  1 CollectionMade    state
 *  2 CollectionChanged state
 *  3 CollectionDropped collection:int
 *  4 VectorsPut        collection:int  list(entry)
 *  5 VectorsDeleted    collection:int  list(key:bytes)
 *  6 FilePut           node:int fileId:long size:long modified:long changed:long checksum:int
 *                      status:byte why:text collection:int rows:int oldCollection:int oldRows:int list(entry)
 *  7 FileRemoved       fileId:long
 *  8 NodeMade          node:int parent:int name:text fileId:long
 *  9 NodeMoved         node:int parent:int name:text
 * 10 NodeRemoved       node:int
 * 11 Batch             list(type:byte fields), none of them a Batch
 * 12 Counters          nextNode:int nextCollection:int
 * 13 BaseEnd           through:long
 *
 * state   collection:int directoryNode:int metric:byte dimensions:int dimensionsSet:flag m:int efConstruction:int seed:long
 *         looks:byte
 * entry   key:bytes ordinal:int vector:floats metadata:bytes
 * metric  0 l2   1 cosine   2 dot   3 l1   4 hamming   5 jaccard
 * looks   quantization: 0 none   1 int8   2 int4; and 16 if the full vectors are mapped
 * status  0 indexed   1 pending   2 invalid   3 wrong-dimensions   4 not-vectors   5 conflict
 * </pre>
 */
final class LogCodec {
    private static final int ENTRY_BYTES_MIN = 16;
    /** The bit of mapped vectors beside the quantization. */
    private static final int MAPPED = 16;

    private static final int PUT = 4;
    private static final int DELETED = 5;
    private static final int BATCH = 11;
    private static final int TYPE_MAX = 13;

    private LogCodec() {}

    /** About how many bytes a record takes, so that a buffer rarely grows. */
    static int sizeHint(LogRecord record) {
        if (record instanceof VectorsPut put) {
            return sizeHint(put.entries());
        }
        if (record instanceof FilePut put) {
            return 128 + sizeHint(put.rows());
        }
        return 128;
    }

    private static int sizeHint(List<VectorEntry> entries) {
        long bytes = 16;
        for (VectorEntry entry : entries) {
            bytes += ENTRY_BYTES_MIN
                    + entry.key().length
                    + (long) Float.BYTES * entry.vector().length
                    + entry.metadata().length;
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /** Writes the type and the fields. */
    static void write(LogRecord record, ByteWriter out) {
        if (record instanceof CollectionMade made) {
            write(made.state(), out.int8(1));
        } else if (record instanceof CollectionChanged changed) {
            write(changed.state(), out.int8(2));
        } else if (record instanceof CollectionDropped dropped) {
            out.int8(3).int32(dropped.collection());
        } else if (record instanceof VectorsPut put) {
            write(put.entries(), out.int8(PUT).int32(put.collection()));
        } else if (record instanceof VectorsDeleted deleted) {
            out.int8(DELETED).int32(deleted.collection()).int32(deleted.keys().size());
            deleted.keys().forEach(out::bytes);
        } else if (record instanceof FilePut put) {
            write(put, out.int8(6));
        } else if (record instanceof FileRemoved removed) {
            out.int8(7).int64(removed.fileId());
        } else if (record instanceof NodeMade made) {
            out.int8(8)
                    .int32(made.node())
                    .int32(made.parent())
                    .text(made.name())
                    .int64(made.fileId());
        } else if (record instanceof NodeMoved moved) {
            out.int8(9).int32(moved.node()).int32(moved.parent()).text(moved.name());
        } else if (record instanceof NodeRemoved removed) {
            out.int8(10).int32(removed.node());
        } else if (record instanceof Batch batch) {
            out.int8(BATCH).int32(batch.records().size());
            batch.records().forEach(part -> write(part, out));
        } else if (record instanceof Counters counters) {
            out.int8(12).int32(counters.nextNode()).int32(counters.nextCollection());
        } else if (record instanceof BaseEnd end) {
            out.int8(TYPE_MAX).int64(end.through());
        }
    }

    private static void write(CollectionState state, ByteWriter out) {
        out.int32(state.collection())
                .int32(state.directoryNode())
                .int8(code(state.metric()))
                .int32(state.dimensions())
                .flag(state.dimensionsSet())
                .int32(state.m())
                .int32(state.efConstruction())
                .int64(state.seed())
                .int8(code(state.quantization()) | (state.storage() == VectorStorage.MAPPED ? MAPPED : 0));
    }

    private static void write(List<VectorEntry> entries, ByteWriter out) {
        out.int32(entries.size());
        for (VectorEntry entry : entries) {
            out.bytes(entry.key()).int32(entry.ordinal()).floats(entry.vector()).bytes(entry.metadata());
        }
    }

    private static void write(FilePut put, ByteWriter out) {
        VectorFileState state = put.state();
        FileStamp stamp = state.stamp();
        out.int32(state.node())
                .int64(stamp.fileId())
                .int64(stamp.sizeBytes())
                .int64(stamp.modifiedNanos())
                .int64(stamp.changedNanos())
                .int32(stamp.checksum())
                .int8(code(state.status().kind()))
                .text(state.status().why())
                .int32(state.collection())
                .int32(state.rows())
                .int32(put.oldCollection())
                .int32(put.oldRows());
        write(put.rows(), out);
    }

    /** Whether the record that comes changes vectors alone, and so neither names nor files nor collections. */
    static boolean ofVectorsAlone(ByteReader in) {
        int type = in.peek8();
        return type == PUT || type == DELETED;
    }

    /** Reads one record and requires that nothing follows it. */
    static LogRecord read(ByteReader in) {
        LogRecord record = record(in, in.int8());
        in.end();
        return record;
    }

    private static LogRecord record(ByteReader in, int type) {
        return switch (type) {
            case 1 -> new CollectionMade(state(in));
            case 2 -> new CollectionChanged(state(in));
            case 3 -> new CollectionDropped(in.int32());
            case PUT -> new VectorsPut(in.int32(), entries(in));
            case DELETED -> new VectorsDeleted(in.int32(), keys(in));
            case 6 -> filePut(in);
            case 7 -> new FileRemoved(in.int64());
            case 8 -> new NodeMade(in.int32(), in.int32(), in.text(), in.int64());
            case 9 -> new NodeMoved(in.int32(), in.int32(), in.text());
            case 10 -> new NodeRemoved(in.int32());
            case BATCH -> batch(in);
            case 12 -> new Counters(in.int32(), in.int32());
            case TYPE_MAX -> new BaseEnd(in.int64());
            default -> throw in.corrupt("a record type of 1 to " + TYPE_MAX, String.valueOf(type));
        };
    }

    private static CollectionState state(ByteReader in) {
        int collection = in.int32();
        int directoryNode = in.int32();
        DistanceMetric metric = metric(in);
        int dimensions = in.dimensions();
        boolean dimensionsSet = in.flag();
        int m = in.int32();
        int efConstruction = in.int32();
        long seed = in.int64();
        int looks = in.int8();
        return new CollectionState(
                collection,
                directoryNode,
                metric,
                dimensions,
                dimensionsSet,
                m,
                efConstruction,
                seed,
                quantization(in, looks & ~MAPPED),
                (looks & MAPPED) != 0 ? VectorStorage.MAPPED : VectorStorage.HEAP);
    }

    private static List<VectorEntry> entries(ByteReader in) {
        int count = in.count(ENTRY_BYTES_MIN);
        List<VectorEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new VectorEntry(in.bytes(), natural(in, "an ordinal"), in.floats(), in.bytes()));
        }
        return entries;
    }

    private static List<byte[]> keys(ByteReader in) {
        int count = in.count(Integer.BYTES);
        List<byte[]> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            keys.add(in.bytes());
        }
        return keys;
    }

    private static FilePut filePut(ByteReader in) {
        int node = in.int32();
        FileStamp stamp = new FileStamp(in.int64(), in.int64(), in.int64(), in.int64(), in.int32());
        FileStatus status = new FileStatus(kind(in), in.text());
        VectorFileState state = new VectorFileState(node, stamp, status, in.int32(), natural(in, "rows"));
        return new FilePut(state, in.int32(), in.int32(), entries(in));
    }

    private static Batch batch(ByteReader in) {
        int count = in.count(1);
        List<LogRecord> records = new ArrayList<>(Math.min(count, 1_024));
        for (int i = 0; i < count; i++) {
            int type = in.int8();
            if (type == BATCH) {
                throw in.corrupt("a plain record in a batch", "a batch");
            }
            records.add(record(in, type));
        }
        return new Batch(records);
    }

    private static int natural(ByteReader in, String what) {
        int value = in.int32();
        if (value < 0) {
            throw in.corrupt(what + " of 0 or more", String.valueOf(value));
        }
        return value;
    }

    private static int code(DistanceMetric metric) {
        return switch (metric) {
            case L2 -> 0;
            case COSINE -> 1;
            case DOT -> 2;
            case L1 -> 3;
            case HAMMING -> 4;
            case JACCARD -> 5;
        };
    }

    private static DistanceMetric metric(ByteReader in) {
        byte code = in.int8();
        return switch (code) {
            case 0 -> DistanceMetric.L2;
            case 1 -> DistanceMetric.COSINE;
            case 2 -> DistanceMetric.DOT;
            case 3 -> DistanceMetric.L1;
            case 4 -> DistanceMetric.HAMMING;
            case 5 -> DistanceMetric.JACCARD;
            default -> throw in.corrupt("a metric of 0 to 5", String.valueOf(code));
        };
    }

    private static int code(Quantization quantization) {
        return switch (quantization) {
            case NONE -> 0;
            case INT8 -> 1;
            case INT4 -> 2;
        };
    }

    private static Quantization quantization(ByteReader in, int code) {
        return switch (code) {
            case 0 -> Quantization.NONE;
            case 1 -> Quantization.INT8;
            case 2 -> Quantization.INT4;
            default -> throw in.corrupt("a quantization of 0 to 2", String.valueOf(code));
        };
    }

    private static int code(FileStatus.Kind kind) {
        return switch (kind) {
            case INDEXED -> 0;
            case PENDING -> 1;
            case INVALID -> 2;
            case WRONG_DIMENSIONS -> 3;
            case NOT_VECTORS -> 4;
            case CONFLICT -> 5;
        };
    }

    private static FileStatus.Kind kind(ByteReader in) {
        byte code = in.int8();
        return switch (code) {
            case 0 -> FileStatus.Kind.INDEXED;
            case 1 -> FileStatus.Kind.PENDING;
            case 2 -> FileStatus.Kind.INVALID;
            case 3 -> FileStatus.Kind.WRONG_DIMENSIONS;
            case 4 -> FileStatus.Kind.NOT_VECTORS;
            case 5 -> FileStatus.Kind.CONFLICT;
            default -> throw in.corrupt("a status of 0 to 5", String.valueOf(code));
        };
    }
}
