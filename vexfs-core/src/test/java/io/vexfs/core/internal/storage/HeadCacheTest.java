package io.vexfs.core.internal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HeadCacheTest {
    private final HeadCache heads = new HeadCache();

    /** A head whose bytes all tell the ordinal and the version. */
    private static TableHead head(int ordinal, int version) {
        byte[] metadata = new byte[20 + (ordinal + version) % 60];
        Arrays.fill(metadata, (byte) (31 * ordinal + version));
        return new TableHead(VectorKey.ofId("v" + ordinal + "-" + version), metadata);
    }

    private static void requireWhole(TableHead found, int ordinal) {
        String[] parts = found.key().id().substring(1).split("-");
        assertThat(Integer.parseInt(parts[0])).isEqualTo(ordinal);
        assertThat(found.metadata())
                .isEqualTo(head(ordinal, Integer.parseInt(parts[1])).metadata());
    }

    @Test
    void find_keptForgottenAndKeptAnew_isTheLastOne() {
        assertThat(heads.find(3)).isNull();
        heads.keep(3, head(3, 1));
        requireWhole(heads.find(3), 3);
        assertThat(heads.find(3 + 64)).isNull();
        heads.forget(3);
        assertThat(heads.find(3)).isNull();
        heads.keep(3, head(3, 2));
        assertThat(heads.find(3).key().id()).isEqualTo("v3-2");
        assertThat(heads.find(0)).isNull();
    }

    @Test
    void forget_anotherOrdinalOfTheSlot_leavesWhatIsThere() {
        heads.keep(3, head(3, 1));
        heads.forget(3 + 64);
        heads.forget(-1);
        assertThat(heads.find(3)).isNotNull();
    }

    @Test
    void touch_emptyOrFilled_readsTheSlot() {
        assertThat(heads.touch(3)).isZero();
        heads.keep(3, head(3, 1));
        assertThat(heads.touch(2)).isZero();
        assertThat(heads.touch(3)).isPositive();
    }

    @Test
    void keep_longHead_isLeftOut() {
        heads.keep(3, new TableHead(VectorKey.ofId("long"), new byte[HeadCache.SLOT_BYTES]));
        assertThat(heads.find(3)).isNull();
    }

    @Test
    void fit_moreVectors_holdsAllOfThem() {
        heads.keep(0, head(0, 0));
        heads.fit(1_000);
        for (int i = 0; i < 1_000; i++) {
            heads.keep(i, head(i, 1));
        }
        for (int i = 0; i < 1_000; i++) {
            requireWhole(heads.find(i), i);
        }
    }

    @Test
    @Timeout(600)
    void find_whileOthersKeepInTheSameSlots_isWholeOrNothing() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int seed = thread;
                runs.add(threads.submit(() -> {
                    Random random = new Random(seed);
                    int found = 0;
                    for (int i = 0; i < 200_000; i++) {
                        // Two slots, three ordinals each.
                        int ordinal = random.nextInt(2) + 64 * random.nextInt(3);
                        if (random.nextBoolean()) {
                            heads.keep(ordinal, head(ordinal, random.nextInt(100)));
                        } else {
                            TableHead head = heads.find(ordinal);
                            if (head != null) {
                                requireWhole(head, ordinal);
                                found++;
                            }
                        }
                    }
                    return found;
                }));
            }
            for (Future<Integer> run : runs) {
                assertThat(run.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
