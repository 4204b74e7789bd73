package io.vexfs.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;
import net.openhft.chronicle.values.Values;
import org.junit.jupiter.api.Test;

/** Holds the class that Chronicle need not compile any more to what it would generate: another version may want another. */
class GeneratedValuesTest {
    private static final String NAME = "VanillaGlobalMutableState$$Native";
    private static final Path SOURCES = Path.of("src", "main", "chronicle");

    private static Object call(String type, String method, Object... arguments) throws ReflectiveOperationException {
        for (Method each : Class.forName("net.openhft.chronicle.values." + type).getDeclaredMethods()) {
            if (each.getName().equals(method) && each.getParameterCount() == arguments.length) {
                each.setAccessible(true);
                return each.invoke(null, arguments);
            }
        }
        throw new NoSuchMethodException(type + "." + method);
    }

    private static String generated() throws ReflectiveOperationException {
        Object model = call("ValueModel", "acquire", VanillaGlobalMutableState.class);
        return (String) call("Generators", "generateNativeClass", model, NAME);
    }

    /** In no order, as the generator goes by hashes. */
    private static Stream<String> lines(String source) {
        return source.lines()
                .filter(line -> !line.startsWith("//"))
                .map(String::strip)
                .sorted();
    }

    @Test
    void source_thatIsCompiledHere_isWhatChronicleGenerates() throws IOException, ReflectiveOperationException {
        String here = Files.readString(SOURCES.resolve("net/openhft/chronicle/hash/" + NAME + ".java"));
        assertThat(lines(here)).containsExactlyElementsOf(lines(generated()).toList());
    }

    @Test
    void nativeClass_ofChroniclesState_isTheOneCompiledHere() {
        Class<?> used = Values.nativeClassFor(VanillaGlobalMutableState.class);
        assertThat(used.getProtectionDomain().getCodeSource().getLocation())
                .isEqualTo(FirstMap.class.getProtectionDomain().getCodeSource().getLocation());
    }
}
