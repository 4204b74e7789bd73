package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.Bridge;
import io.vexfs.core.Vexfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * No method of the API, the engine or the mount calls itself, whatever way round, but those whose depth has a limit that is
 * written down here. Calls are followed to the class that they name and through lambdas.
 */
class RecursionTest {
    private static final int ASM = Opcodes.ASM9;

    private static final String FILTER = "Limits.FILTER_DEPTH_MAX levels of a filter";
    private static final String BATCH = "a batch in the log holds records, and no batch";

    /** Methods that may recurse, with what bounds their depth. */
    private static final Map<String, String> BOUNDED = Map.ofEntries(
            Map.entry("FilterLimits.depth", FILTER),
            Map.entry("FilterLimits.values", FILTER),
            Map.entry("FilterParser.and", FILTER),
            Map.entry("FilterParser.not", FILTER),
            Map.entry("FilterParser.or", FILTER),
            Map.entry("MetadataIndex.bits", FILTER),
            Map.entry("MetadataIndex.lambda$bits$", FILTER),
            Map.entry("MetadataIndex.requireKnown", FILTER),
            Map.entry("Catalog.apply", BATCH),
            Map.entry("LogCodec.batch", BATCH),
            Map.entry("LogCodec.lambda$write$", BATCH),
            Map.entry("LogCodec.record", BATCH),
            Map.entry("LogCodec.write", BATCH),
            Map.entry("RecordApplier.apply", BATCH),
            Map.entry("RecordText.lambda$tell$", BATCH),
            Map.entry("RecordText.tell", BATCH),
            Map.entry("Upkeep.weight", BATCH));

    private static final Map<String, Set<String>> CALLS = new HashMap<>();

    @BeforeAll
    static void readClasses() throws IOException, URISyntaxException {
        for (Class<?> each : Set.of(Bridge.class, Vexfs.class, VexfsMount.class)) {
            Path place = Path.of(
                    each.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(place)) {
                read(place);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
                    read(jar.getPath("/"));
                }
            }
        }
    }

    private static void read(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            all.filter(path -> path.toString().endsWith(".class"))
                    .filter(path -> !path.toString().contains("/cli/"))
                    .forEach(RecursionTest::readClass);
        }
    }

    private static void readClass(Path file) {
        try {
            ClassReader reader = new ClassReader(Files.readAllBytes(file));
            reader.accept(new Methods(reader.getClassName()), ClassReader.SKIP_DEBUG);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Methods extends ClassVisitor {
        private final String owner;

        private Methods(String owner) {
            super(ASM);
            this.owner = owner;
        }

        @Override
        public MethodVisitor visitMethod(int access, String name, String type, String signature, String[] thrown) {
            Set<String> calls = CALLS.computeIfAbsent(owner + "." + name + type, key -> new HashSet<>());
            return new MethodVisitor(ASM) {
                @Override
                public void visitMethodInsn(int opcode, String of, String called, String calledType, boolean face) {
                    calls.add(of + "." + called + calledType);
                }

                @Override
                public void visitInvokeDynamicInsn(String called, String type, Handle maker, Object... arguments) {
                    for (Object argument : arguments) {
                        if (argument instanceof Handle handle) {
                            calls.add(handle.getOwner() + "." + handle.getName() + handle.getDesc());
                        }
                    }
                }
            };
        }
    }

    private static boolean reachesItself(String method) {
        Deque<String> left = new ArrayDeque<>(CALLS.get(method));
        Set<String> seen = new HashSet<>();
        while (!left.isEmpty()) {
            String next = left.pop();
            if (next.equals(method)) {
                return true;
            }
            if (seen.add(next)) {
                left.addAll(CALLS.getOrDefault(next, Set.of()));
            }
        }
        return false;
    }

    private static String shown(String method) {
        return method.substring(method.lastIndexOf('/', method.indexOf('.')) + 1, method.indexOf('('));
    }

    @Test
    void methods_thatReachThemselves_haveABoundThatIsWrittenDown() {
        assertThat(CALLS).hasSizeGreaterThan(1_000);
        Set<String> recursive = new TreeSet<>();
        CALLS.keySet().stream()
                .filter(RecursionTest::reachesItself)
                .map(RecursionTest::shown)
                .map(name -> name.replaceFirst("\\$\\d+$", "\\$"))
                .forEach(recursive::add);

        assertThat(recursive).isEqualTo(new TreeMap<>(BOUNDED).keySet());
    }
}
