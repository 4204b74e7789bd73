package io.vexfs.testkit.conformance;

import static io.vexfs.testkit.conformance.SeededBug.PASS;

import io.vexfs.api.CollectionSettings;
import io.vexfs.api.DistanceMetric;
import io.vexfs.api.Metadata;
import io.vexfs.api.StoredVector;
import io.vexfs.api.VectorStore;
import io.vexfs.api.VexfsException;
import io.vexfs.testkit.model.MemoryBridge;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Bugs that a store may have, each with the test of the suite that must find it. */
enum SeededStoreBug {
    NONE(""),
    FORGETS_SHAPE("dimensions_setOrNot_areTheShape"),
    LOSES_DELETE("randomWrites_always_agreeWithAMap"),
    DENIES_DELETE("randomWrites_always_agreeWithAMap"),
    SKIPS_ONE_IN_WALK("randomWrites_always_agreeWithAMap"),
    COUNTS_REPLACED("randomWrites_always_agreeWithAMap"),
    FORGETS_METADATA("get_afterPut_isACopyOfWhatWasPut"),
    SHARES_ARRAY("get_afterPut_isACopyOfWhatWasPut"),
    NORMALISES("get_afterPut_isACopyOfWhatWasPut"),
    ACKNOWLEDGES_EARLY("get_afterPut_isACopyOfWhatWasPut"),
    SWALLOWS_ERRORS("put_misuse_isNamedAndChangesNothing"),
    IGNORES_LIMITS("put_tooLargeForTheMetric_isRefused"),
    NAMES_NO_ERRORS("put_misuse_isNamedAndChangesNothing"),
    ANSWERS_AFTER_CLOSE("close_twice_thenEverythingIsClosed"),
    CLOSES_ONCE("close_twice_thenEverythingIsClosed"),
    LOSES_RACES("concurrentCalls_always_areLinearizable");

    private static final long RACE_NANOS = 10_000;

    /** The method of the suite that finds this bug. */
    final String finder;

    SeededStoreBug(String finder) {
        this.finder = finder;
    }

    static VectorStore right(DistanceMetric metric, int dimensions) {
        MemoryBridge bridge = new MemoryBridge();
        bridge.createCollection("/store", new CollectionSettings(metric, dimensions));
        return bridge.open("/store");
    }

    /** The store with this bug. */
    VectorStore in(VectorStore right, DistanceMetric metric, int dimensions) {
        Memory memory = new Memory();
        return SeededBug.wrapped(VectorStore.class, right, (name, given) -> {
            Object[] args = name.equals("put") && given.length == 2
                    ? new Object[] {given[0], given[1], Metadata.empty()}
                    : given;
            return answer(right, dimensions, name, args, memory);
        });
    }

    /** What a bug remembers of earlier calls. */
    private static final class Memory {
        private final Map<String, float[]> shared = new HashMap<>();
        private Runnable late = () -> {};
        private long replaced;
        private boolean closed;
    }

    private Object answer(VectorStore right, int dimensions, String name, Object[] args, Memory memory) {
        return switch (this) {
            case FORGETS_SHAPE -> name.equals("dimensions") ? (Object) dimensions : PASS;
            case LOSES_DELETE ->
                name.equals("delete") ? (Object) right.get((String) args[0]).isPresent() : PASS;
            case DENIES_DELETE -> name.equals("delete") && right.delete((String) args[0]) ? (Object) false : PASS;
            case SKIPS_ONE_IN_WALK -> name.equals("forEach") ? skip(right, args[0]) : PASS;
            case COUNTS_REPLACED -> {
                memory.replaced += isPut(name, args) && stored(right, args[0]) ? 1 : 0;
                yield name.equals("size") ? (Object) (right.size() + memory.replaced) : PASS;
            }
            case FORGETS_METADATA -> isPut(name, args) ? put(right, args, (float[]) args[1], Metadata.empty()) : PASS;
            case SHARES_ARRAY -> shared(memory.shared, right, name, args);
            case NORMALISES -> isPut(name, args) ? put(right, args, half((float[]) args[1]), (Metadata) args[2]) : PASS;
            case ACKNOWLEDGES_EARLY -> {
                if (isPut(name, args)) {
                    memory.late.run();
                    float[] copy = ((float[]) args[1]).clone();
                    memory.late = () -> put(right, args, copy, (Metadata) args[2]);
                    yield null;
                }
                yield PASS;
            }
            case SWALLOWS_ERRORS, NAMES_NO_ERRORS, IGNORES_LIMITS -> isPut(name, args) ? guarded(right, args) : PASS;
            case ANSWERS_AFTER_CLOSE, CLOSES_ONCE -> {
                boolean again = memory.closed;
                memory.closed |= name.equals("close");
                if (again && name.equals("close") && this == CLOSES_ONCE) {
                    throw new IllegalStateException("closed already");
                }
                yield again && name.equals("get") && this == ANSWERS_AFTER_CLOSE ? Optional.empty() : PASS;
            }
            case LOSES_RACES -> isPut(name, args) ? race(right, args) : PASS;
            case NONE -> PASS;
        };
    }

    private static boolean isPut(String name, Object[] args) {
        return name.equals("put") && args.length == 3;
    }

    private static boolean stored(VectorStore right, Object id) {
        return right.get((String) id).isPresent();
    }

    private static Object put(VectorStore right, Object[] args, float[] vector, Metadata metadata) {
        right.put((String) args[0], vector, metadata);
        return null;
    }

    private static Object skip(VectorStore right, Object action) {
        boolean[] first = {true};
        @SuppressWarnings("unchecked")
        Consumer<StoredVector> given = (Consumer<StoredVector>) action;
        right.forEach(stored -> {
            if (!first[0]) {
                given.accept(stored);
            }
            first[0] = false;
        });
        return null;
    }

    private static Object shared(Map<String, float[]> shared, VectorStore right, String name, Object[] args) {
        if (isPut(name, args)) {
            shared.put((String) args[0], (float[]) args[1]);
        }
        if (name.equals("get")) {
            return right.get((String) args[0])
                    .map(found -> new StoredVector(found.id(), shared.get(found.id()), found.metadata()));
        }
        return PASS;
    }

    private static float[] half(float[] vector) {
        float[] changed = vector.clone();
        for (int i = 0; i < changed.length; i++) {
            changed[i] /= 2;
        }
        return changed;
    }

    private Object guarded(VectorStore right, Object[] args) {
        try {
            return put(right, args, (float[]) args[1], (Metadata) args[2]);
        } catch (VexfsException failure) {
            if (this == NAMES_NO_ERRORS) {
                throw new IllegalStateException(failure);
            }
            return null;
        }
    }

    /** Takes out and puts in: in between others see that the vector is missing. */
    private static Object race(VectorStore right, Object[] args) {
        right.delete((String) args[0]);
        // Others run meanwhile, however few processors there are.
        LockSupport.parkNanos(RACE_NANOS);
        return put(right, args, (float[]) args[1], (Metadata) args[2]);
    }
}
