package io.vexfs.testkit.assertions;

import io.vexfs.api.SearchResult;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The entry point: {@code import static} what is needed. */
public final class VexfsAssertions {
    private VexfsAssertions() {}

    /** What came of a call that should fail. */
    public static VexfsCallAssert assertThatVexfs(ThrowingCallable call) {
        return new VexfsCallAssert(Assertions.catchThrowable(call));
    }

    /** What a search found. */
    public static SearchResultAssert assertThat(SearchResult result) {
        return new SearchResultAssert(result);
    }
}
