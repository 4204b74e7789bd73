package io.vexfs.fuse;

import io.vexfs.api.VectorFormat;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The file types that hold vectors, by the end of a name. */
final class VectorFormats {
    /** libfuse's names for files that were unlinked while open: never vectors. */
    static final String HIDDEN_PREFIX = ".fuse_hidden";

    private final List<VectorFormat> formats;

    VectorFormats(List<VectorFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    /** Those on the class path. */
    static VectorFormats installed() {
        return new VectorFormats(ServiceLoader.load(VectorFormat.class, VectorFormats.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** The format that a name stands for; empty for an ordinary file, and where the store could not know it. */
    Optional<VectorFormat> of(MountPath path) {
        if (path.nameStartsWith(HIDDEN_PREFIX) || !path.known()) {
            return Optional.empty();
        }
        for (VectorFormat format : formats) {
            if (path.nameHasSuffix(format.suffix())) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The format of that suffix. */
    Optional<VectorFormat> of(String suffix) {
        return formats.stream().filter(format -> format.suffix().equals(suffix)).findFirst();
    }
}
