package io.vexfs.testkit.model;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.OperationContext;
import io.vexfs.api.VexfsException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** An open model's way to its contents: one lock, and the checks that every operation begins with. */
final class Access {
    /** What a model keeps over a reopen: its names, and its files by id. */
    static final class Contents {
        final NameTree tree = new NameTree();
        final Map<Long, MemoryFile> files = new HashMap<>();
        boolean open;
    }

    final Contents contents;
    final boolean readOnly;
    private boolean closed;

    Access(Contents contents, boolean readOnly) {
        synchronized (contents) {
            if (contents.open) {
                throw new VexfsException(FuseVexfsError.IN_USE, "the model is still open: close it first");
            }
            contents.open = true;
        }
        this.contents = contents;
        this.readOnly = readOnly;
    }

    <T> T read(Supplier<T> operation) {
        synchronized (contents) {
            if (closed) {
                throw new VexfsException(FuseVexfsError.CLOSED, "the bridge is closed");
            }
            return operation.get();
        }
    }

    <T> T read(OperationContext context, Supplier<T> operation) {
        return read(() -> {
            if (context.deadlineNanos().isPresent()
                    && System.nanoTime() - context.deadlineNanos().getAsLong() > 0) {
                throw new VexfsException(FuseVexfsError.TIMED_OUT, "the deadline passed before the operation began");
            }
            return operation.get();
        });
    }

    <T> T write(OperationContext context, Supplier<T> operation) {
        return read(context, () -> {
            if (readOnly) {
                throw new VexfsException(FuseVexfsError.READ_ONLY, "the bridge takes no writes");
            }
            return operation.get();
        });
    }

    void write(OperationContext context, Runnable operation) {
        write(context, () -> {
            operation.run();
            return true;
        });
    }

    void close() {
        synchronized (contents) {
            if (!closed) {
                closed = true;
                contents.open = false;
            }
        }
    }
}
