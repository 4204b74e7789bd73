package io.vexfs.core.internal.disk;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;

/** The end of mappings before the collector finds them, which gives the room of deleted files back at once. */
public final class Mappings {
    private static final @Nullable Object UNSAFE = unsafe();
    private static final @Nullable Method CLEANER = cleaner();

    private Mappings() {}

    /**
     * Ends a mapping that nobody uses any more: an access afterwards would end the JVM. Where the JVM does not offer it,
     * that is left to the collector.
     */
    public static void end(MappedByteBuffer mapping) {
        Method cleaner = CLEANER;
        if (cleaner != null) {
            try {
                cleaner.invoke(UNSAFE, mapping);
            } catch (ReflectiveOperationException | RuntimeException left) {
                // The collector ends it, some time.
                assert left != null;
            }
        }
    }

    private static @Nullable Object unsafe() {
        try {
            Field field = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return field.get(null);
        } catch (ReflectiveOperationException | RuntimeException absent) {
            return null;
        }
    }

    private static @Nullable Method cleaner() {
        Object unsafe = UNSAFE;
        try {
            return unsafe == null ? null : unsafe.getClass().getMethod("invokeCleaner", ByteBuffer.class);
        } catch (ReflectiveOperationException | RuntimeException absent) {
            return null;
        }
    }
}
