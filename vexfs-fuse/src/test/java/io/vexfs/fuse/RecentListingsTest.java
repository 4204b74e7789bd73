package io.vexfs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentListingsTest {
    private static final long KEPT = 1_000;

    private final RecentListings listings = new RecentListings();

    @Test
    void known_whatWasGiven_isForHalfAsLongAsTheKernelKeepsIt() {
        assertThat(listings.known(7, 0, 50)).isFalse();
        listings.given(7, 0, 50, KEPT);
        assertThat(listings.known(7, 0, 50 + KEPT / 2 - 1)).isTrue();
        assertThat(listings.known(7, 0, 50 + KEPT / 2)).isFalse();
    }

    @Test
    void known_anotherDirectoryOrPart_isNot() {
        for (long node = 1; node < 1_000; node++) {
            listings.given(node, node % 7, 0, KEPT);
        }
        assertThat(listings.known(999, 999 % 7, 1)).isTrue();
        for (long node = 1; node < 1_000; node++) {
            assertThat(listings.known(node, 7, 1)).isFalse();
            assertThat(listings.known(node + 1_000, node % 7, 1)).isFalse();
        }
    }

    @Test
    void known_moreThanAreRemembered_isTheLastOne() {
        for (long node = 1; node < 3 * RecentListings.REMEMBERED; node++) {
            listings.given(node, 0, 0, KEPT);
            assertThat(listings.known(node, 0, 1)).isTrue();
        }
    }
}
