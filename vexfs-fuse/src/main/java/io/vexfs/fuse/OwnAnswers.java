package io.vexfs.fuse;

import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The answers to requests that libfuse alone would not answer, or not as well. One thread's own.
 *
 * @param opens absent where the kernel does not read and write files by itself
 */
record OwnAnswers(@Nullable OpenAnswers opens, AttributedListing listing, DirectAnswers direct)
        implements FuseReply.Requests {
    @Override
    public boolean answered(Pointer request, int length) {
        if (opens != null && OpenAnswers.opens(request)) {
            opens.answer(request, length);
            return true;
        }
        if (AttributedListing.asked(request)) {
            listing.answer(request, length);
            return true;
        }
        return direct.answered(request, length);
    }

    @Override
    public void refuse(Pointer request, int error) {
        direct.refuse(request, error);
    }
}
