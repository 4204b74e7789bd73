package io.vexfs.testkit.assertions;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VexfsException;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions about the failure of a call. */
public final class VexfsCallAssert extends AbstractAssert<VexfsCallAssert, @Nullable Throwable> {
    VexfsCallAssert(@Nullable Throwable failure) {
        super(failure, VexfsCallAssert.class);
    }

    private VexfsException failure() {
        if (actual instanceof VexfsException failure) {
            return failure;
        }
        throw failureWithActualExpected(
                actual,
                "a VexfsException",
                "Expected a VexfsException, was %s",
                actual == null ? "no failure" : actual);
    }

    /** It failed with a {@link VexfsException} of that error. */
    public VexfsCallAssert failsWith(FuseVexfsError error) {
        VexfsException failure = failure();
        if (failure.error() != error) {
            throw failureWithActualExpected(
                    failure.error(), error, "Expected %s, was %s: %s", error, failure.error(), failure.getMessage());
        }
        return this;
    }

    /** Its message is exactly that. */
    public VexfsCallAssert withMessage(String message) {
        VexfsException failure = failure();
        if (!message.equals(failure.getMessage())) {
            throw failureWithActualExpected(
                    failure.getMessage(),
                    message,
                    "Expected the message '%s', was '%s'",
                    message,
                    failure.getMessage());
        }
        return this;
    }

    /** Its message has all of these parts. */
    public VexfsCallAssert withMessageContaining(String... parts) {
        VexfsException failure = failure();
        for (String part : parts) {
            if (!String.valueOf(failure.getMessage()).contains(part)) {
                throw failureWithActualExpected(
                        failure.getMessage(),
                        part,
                        "Expected a message with '%s', was '%s'",
                        part,
                        failure.getMessage());
            }
        }
        return this;
    }
}
