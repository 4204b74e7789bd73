package io.vexfs.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vexfs.api.CorruptStoreException;
import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.Metadata;
import io.vexfs.api.VexfsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MetadataCodecTest {
    private static final Path FILE = Path.of("7-1.map");

    private static Metadata sample() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("text", "naïve 日本");
        fields.put("empty", "");
        fields.put("whole", Long.MIN_VALUE);
        fields.put("decimal", -0.0);
        fields.put("yes", true);
        fields.put("no", false);
        return Metadata.of(fields);
    }

    @Test
    void decode_encoded_isTheSame() {
        assertThat(MetadataCodec.decode(FILE, MetadataCodec.encode(sample()))).isEqualTo(sample());
        assertThat(MetadataCodec.encode(Metadata.empty())).isEmpty();
        assertThat(MetadataCodec.decode(FILE, new byte[0])).isEqualTo(Metadata.empty());
    }

    @Test
    void decode_largestAllowed_isTheSame() {
        Metadata large = Metadata.of("t", "€".repeat(32_000));
        assertThat(MetadataCodec.decode(FILE, MetadataCodec.encode(large))).isEqualTo(large);
    }

    @Test
    void decode_everyPrefix_isCorrupt() {
        byte[] bytes = MetadataCodec.encode(sample());
        for (int length = 1; length < bytes.length; length++) {
            byte[] prefix = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> MetadataCodec.decode(FILE, prefix))
                    .isInstanceOf(CorruptStoreException.class)
                    .hasMessageContaining("7-1.map");
        }
    }

    @Test
    void decode_flippedBytes_isMetadataOrCorrupt() {
        byte[] bytes = MetadataCodec.encode(sample());
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            byte[] flipped = bytes.clone();
            flipped[random.nextInt(bytes.length)] = (byte) random.nextInt();
            try {
                assertThat(MetadataCodec.decode(FILE, flipped)).isNotNull();
            } catch (VexfsException refused) {
                assertThat(refused.error()).isEqualTo(FuseVexfsError.CORRUPT);
            }
        }
    }
}
