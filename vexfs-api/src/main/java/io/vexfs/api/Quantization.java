package io.vexfs.api;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How coarsely a search may look at vectors on its way; what it returns is measured on the full vectors in any case.
 *
 * <p>Codes make searches faster where memory is the limit. They come on top of the full vectors and are derived from
 * them, so that the choice can be changed at any time. Metrics whose distance is no sum of products (others than L2,
 * cosine and inner product) are searched in full precision whatever is chosen.
 *
 * <p>Without codes, a search of long vectors may leave out those that a few bytes of each tell to be far away. Distances are exact all the same.
 */
public enum Quantization {
    /** Full precision; of long vectors, which ones a search looks at may be narrowed by 32 bytes of each. */
    NONE("none"),
    /** One byte for each component: hardly coarser than full precision. */
    INT8("int8"),
    /** Half a byte for each component: the fastest; a slightly larger {@code ef} makes up for the coarseness. */
    INT4("int4");

    private final String text;

    Quantization(String text) {
        this.text = text;
    }

    /** The name in options and attributes: {@code none}, {@code int8}, {@code int4}. */
    public String text() {
        return text;
    }

    /**
     * The quantization of that name.
     *
     * @throws VexfsException {@link FuseVexfsError#INVALID_ARGUMENT} for another name
     */
    public static Quantization parse(String text) {
        for (Quantization quantization : values()) {
            if (quantization.text.equalsIgnoreCase(text)) {
                return quantization;
            }
        }
        throw new VexfsException(
                FuseVexfsError.INVALID_ARGUMENT,
                "unknown quantization: expected one of "
                        + Arrays.stream(values()).map(Quantization::text).collect(Collectors.joining(", "))
                        + ", was '" + text + "'");
    }
}
