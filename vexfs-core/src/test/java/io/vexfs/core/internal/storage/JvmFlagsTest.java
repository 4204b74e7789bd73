package io.vexfs.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmFlagsTest {
    @TempDir
    Path directory;

    /** Prints the error, or makes a table and prints that. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            try (RecordTable table = RecordTable.make(Path.of(arguments[0]), 1)) {
                table.put(VectorKey.ofId("a"), 0, new float[] {1, 2}, new byte[0]);
                System.out.println("made " + table.size());
            } catch (VexfsException refused) {
                System.out.println(refused.error() + " " + refused.getMessage());
            }
        }
    }

    private String run(List<String> flags) throws Exception {
        return ChildJvm.output(flags, Child.class, directory.toString());
    }

    @Test
    void require_noFlags_printsTheLinesToPaste() throws Exception {
        String flags = String.join(" ", JvmFlags.FLAGS);
        assertThat(run(List.of()))
                .startsWith("UNSUPPORTED this JVM was started without 4 of the 4 flags that VexFS needs")
                .contains("java:     java " + flags)
                .contains("<argLine>" + flags + "</argLine>")
                .contains("jvmArgs(\"--add-opens=java.base/java.lang=ALL-UNNAMED\", ");
    }

    @Test
    void require_oneFlagMissing_namesIt() throws Exception {
        for (String missing : JvmFlags.FLAGS) {
            List<String> flags = new ArrayList<>(JvmFlags.FLAGS);
            flags.remove(missing);
            assertThat(run(flags)).contains("without 1 of the 4 flags that VexFS needs (" + missing + ")");
        }
    }

    @Test
    void require_allFlags_worksAndPrintsNothingElse() throws Exception {
        List<String> flags = new ArrayList<>(JvmFlags.FLAGS);
        if (Runtime.version().feature() >= 24) {
            flags.add("--sun-misc-unsafe-memory-access=allow");
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
        assertThat(run(flags)).isEqualTo("made 1\n");
    }

    @Test
    void require_noCompiler_asksForAJdk() throws Exception {
        List<String> flags = new ArrayList<>(JvmFlags.FLAGS.subList(0, 3));
        flags.add("--limit-modules=java.se,jdk.unsupported");
        assertThat(run(flags)).contains("UNSUPPORTED VexFS needs a JDK").contains("jdk.compiler");
    }
}
