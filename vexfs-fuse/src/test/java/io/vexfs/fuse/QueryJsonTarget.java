package io.vexfs.fuse;

import io.vexfs.testkit.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** What is written to {@code /.vexfs/search}, read and answered: also a refusal is an answer. */
public final class QueryJsonTarget implements FuzzTarget {
    private final SearchHandle handle = new SearchHandle(QueriedBridge.searches(), QueriedBridge.OWNER, stat -> 0);

    @Override
    public String name() {
        return "query-json";
    }

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "{\"collection\":\"/\",\"vector\":[1,2.5e-1],\"k\":3,\"where\":\"legs>=4\"}",
                        "{\"like\":\"/d/a,b.vec#0\",\"explain\":true,\"after\":{\"distance\":0.5,\"id\":\"x\"}}",
                        "{\"vector\":\"1 2\",\"within\":2,\"in\":\"d\"}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void read(byte[] input) {
        String answer = new String(handle.answer(input, input.length), StandardCharsets.UTF_8);
        if (!answer.startsWith("{\"hits\":[") && !answer.startsWith("{\"error\":{") || !answer.endsWith("}\n")) {
            throw new IllegalStateException("an answer that is none: " + answer);
        }
    }
}
