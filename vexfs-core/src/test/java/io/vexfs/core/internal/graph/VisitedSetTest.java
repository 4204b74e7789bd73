package io.vexfs.core.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisitedSetTest {
    /** More than there is room for at first, both in ordinals and in words to clear. */
    private static final int ORDINALS = 1 << 18;

    @Test
    void added_anyOrdinals_areOnesUntilMetAgain() {
        VisitedSet visited = new VisitedSet();
        Random random = new Random(7);
        for (int round = 0; round < 3; round++) {
            visited.clear(round == 1 ? ORDINALS : 10);
            Set<Integer> met = new HashSet<>();
            for (int i = 0; i < 40_000; i++) {
                int ordinal = random.nextInt(ORDINALS);
                boolean first = met.add(ordinal);
                if (i % 2 == 0) {
                    assertThat(visited.added(ordinal)).isEqualTo(first ? 1 : 0);
                } else {
                    assertThat(visited.add(ordinal)).isEqualTo(first);
                }
            }
            assertThat(met).allMatch(visited::contains);
        }
    }

    @Test
    void clear_afterEveryBitOfAWord_leavesNone() {
        VisitedSet visited = new VisitedSet();
        visited.clear(256);
        for (int ordinal = 255; ordinal >= 0; ordinal--) {
            assertThat(visited.added(ordinal)).isEqualTo(1);
        }

        visited.clear(256);

        for (int ordinal = 0; ordinal < 256; ordinal++) {
            assertThat(visited.contains(ordinal)).isFalse();
            assertThat(visited.added(ordinal)).isEqualTo(1);
        }
    }
}
