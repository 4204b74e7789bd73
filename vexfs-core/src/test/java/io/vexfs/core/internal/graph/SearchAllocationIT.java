package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.core.internal.storage.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Searches that make no objects of vectors, however much the compiler inlines. What is compiled first differs from run to
 * run, and with it what is inlined; the flag brings about at once what otherwise happens in one run of a few.
 */
class SearchAllocationIT {
    private static final Pattern LINE = Pattern.compile("(?m)^([A-Z0-9]+) ([0-9]+)$");
    /** An answer of ten, its two arrays, and what the measuring itself takes. */
    static final long RESULT_BYTES_MAX = 160;

    @Test
    void search_everythingInlined_allocatesNothingButTheResult() throws Exception {
        List<String> flags = new ArrayList<>(ChildJvm.flags());
        flags.add("-XX:InlineSmallCode=20000");
        String output = ChildJvm.output(flags, SearchAllocation.class);

        List<String> tooMuch = new ArrayList<>();
        int lines = 0;
        for (Matcher line = LINE.matcher(output); line.find(); lines++) {
            if (Long.parseLong(line.group(2)) > RESULT_BYTES_MAX) {
                tooMuch.add(line.group());
            }
        }
        assertThat(tooMuch).isEmpty();
        assertThat(lines).as(output).isEqualTo(9);
    }
}
