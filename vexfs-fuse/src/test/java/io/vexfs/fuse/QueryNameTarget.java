package io.vexfs.fuse;

import io.vexfs.testkit.fuzz.FuzzTarget;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The name of a directory below {@code .search}, read and answered. */
public final class QueryNameTarget implements FuzzTarget {
    private final Searches searches = QueriedBridge.searches();

    @Override
    public String name() {
        return "query-name";
    }

    @Override
    public List<byte[]> seeds() {
        return Stream.of(
                        "vector=1%2C2,k=2",
                        "like=a%2Cb.vec#1,where=legs > 3,explain=true,in=..%2Fd",
                        "vector=0.5 1,within=2,ef=70,after=0.1 x")
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Override
    public void read(byte[] input) {
        QueryKeys keys = QueryKeys.ofName(QueryKeys.text(input));
        Searches.lines(searches.run(keys, QueriedBridge.DIRECTORY, QueriedBridge.OWNER));
    }
}
