package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributedListingTest {
    @ParameterizedTest
    @CsvSource({"4096, 819", "32768, 6553", "1048576, 16384", "1024, 280", "200, 200"})
    void listBytes_ofARequest_fitWithAttributes(int size, int expected) {
        assertThat(AttributedListing.listBytes(size)).isEqualTo(expected);
    }
}
