package io.vexfs.fuse;

import io.vexfs.testkit.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The bytes of a {@code .search} file, read and answered. */
public final class QueryFileTarget implements FuzzTarget {
    private final Searches searches = QueriedBridge.searches();

    @Override
    public String name() {
        return "query-file";
    }

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "# nearest\nvector: [1, 2.5]\nk: 7\nef: 90\nthreshold: 0.5\nin: .\n",
                        "like: a,b.vec#1\nwhere: legs >= 4 and kind == 'cat'\nexplain: true\n",
                        "vector: 1 2\nwithin: 3\nafter: 0.1 /d/a%2Cb.vec#0\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void read(byte[] input) {
        QueryKeys keys = QueryKeys.ofLines(QueryKeys.text(input));
        Searches.lines(searches.run(keys, QueriedBridge.DIRECTORY, QueriedBridge.OWNER));
    }
}
