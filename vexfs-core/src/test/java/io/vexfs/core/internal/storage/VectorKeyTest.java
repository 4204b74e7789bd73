package io.vexfs.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VectorKeyTest {
    @Test
    void bytes_idAndFile_comeBack() {
        VectorKey id = VectorKey.ofId("naïve");
        assertThat(VectorKey.of(id.bytes())).isEqualTo(id).hasSameHashCodeAs(id).hasToString("id 'naïve'");
        assertThat(id.isFile()).isFalse();
        assertThat(id.id()).isEqualTo("naïve");
        VectorKey row = VectorKey.ofFile(-5L, 300);
        assertThat(VectorKey.of(row.bytes())).isEqualTo(row).isNotEqualTo(id).hasToString("file -5 row 300");
        assertThat(row.isFile()).isTrue();
        assertThat(row.fileId()).isEqualTo(-5L);
        assertThat(row.row()).isEqualTo(300);
        assertThat(row.bytes()).containsExactly(1, -1, -1, -1, -1, -1, -1, -1, -5, 0, 0, 1, 44);
    }

    @Test
    void of_bytesThatAreNoKey_namesThem() {
        assertThatThrownBy(() -> VectorKey.of(new byte[0])).hasMessageContaining("was none");
        assertThatThrownBy(() -> VectorKey.of(new byte[] {2, 3})).hasMessageContaining("was 2 beginning with 2");
        assertThatThrownBy(() -> VectorKey.of(new byte[] {1, 2})).hasMessageContaining("was 2 beginning with 1");
    }

    @Test
    void ofId_outOfRange_isRefused() {
        assertThatThrownBy(() -> VectorKey.ofId("")).hasMessage("id: expected text, was empty");
        assertThatThrownBy(() -> VectorKey.ofId("x".repeat(1_025)))
                .hasMessage("id: expected at most 1024 bytes, was 1025");
        assertThatThrownBy(() -> VectorKey.ofId("\udc00")).hasMessageContaining("half a surrogate pair");
        assertThatThrownBy(() -> VectorKey.ofFile(1, -1)).hasMessage("row: expected 0 or more, was -1");
    }
}
