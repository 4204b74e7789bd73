package io.vexfs.testkit.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.vexfs.testkit.mount.PosixCalls;
import io.vexfs.testkit.mount.VectorPlace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients at once, what sync means, and the same after mounting again. */
final class SynchronisationChecks {
    private static final int ROUNDS = 20;

    private SynchronisationChecks() {}

    static List<IntegrationCheck> all() {
        return List.of(
                check("sync_afterWrites_leavesNothingPending", SynchronisationChecks::sync),
                check("fsync_ofAFile_isEnoughForIt", SynchronisationChecks::fsync),
                check("clients_writingAndSearchingAtOnce_loseNothing", SynchronisationChecks::clients),
                check("clients_replacingOneFileAtOnce_leaveOneVector", SynchronisationChecks::oneFile),
                check("remount_afterManyClients_hasEverything", SynchronisationChecks::remount));
    }

    private static IntegrationCheck check(String name, IntegrationCheck.Body body) {
        return new IntegrationCheck(Area.SYNCHRONISATION, name, body);
    }

    private static String sync(IntegrationMount mount) {
        VectorPlace place = mount.collection();
        int files = mount.configuration().vectors();
        for (int i = 0; i < files; i++) {
            place.place().write("v" + i + ".vec", i + " 1\n");
        }
        mount.sync();
        assertThat(mount.control("status.json"))
                .containsPattern("\"synced\"\\s*:\\s*true")
                .containsPattern("\"pending\"\\s*:\\s*0\\b")
                .containsPattern("\"unsyncedBytes\"\\s*:\\s*0\\b");
        return files + " files";
    }

    private static String fsync(IntegrationMount mount) {
        VectorPlace place = mount.collection();
        PosixCalls calls = place.place().calls();
        int open = calls.open("a.vec", PosixCalls.O_WRONLY | PosixCalls.O_CREAT, 0644);
        calls.writeAt(open, new byte[] {'1', ' ', '0', '\n'}, 0);
        calls.sync(open);
        assertThat(place.near(1)).containsExactly(VectorPlace.hit("a.vec", 0));
        calls.close(open);
        return "";
    }

    private interface Client {
        void run(int number) throws Exception;
    }

    private static void together(int clients, Client client) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Callable<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                all.add(() -> {
                    client.run(number);
                    return true;
                });
            }
            for (Future<Boolean> each : threads.invokeAll(all)) {
                try {
                    each.get();
                } catch (ExecutionException failed) {
                    throw new AssertionError("a client failed: " + failed.getCause(), failed.getCause());
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Every client has its own distance from the others, so that it knows its own vectors. */
    private static void work(VectorPlace place, int number) {
        for (int round = 0; round < ROUNDS; round++) {
            int x = 10_000 * (number + 1) + round;
            String name = "c" + number + "-" + round + ".vec";
            place.place().write(name, x + " 0\n");
            assertThat(place.near(x).get(0)).isEqualTo(VectorPlace.hit(name, 0));
            if (round % 4 == 3) {
                place.place().calls().rename(name, "r" + name);
                name = "r" + name;
                assertThat(place.near(x).get(0)).isEqualTo(VectorPlace.hit(name, 0));
            }
            if (round % 5 == 4) {
                place.place().calls().unlink(name);
            }
        }
    }

    private static int expected(int clients) {
        return clients * (ROUNDS - ROUNDS / 5);
    }

    private static List<String> everything(VectorPlace place) {
        return place.json("{\"collection\":\"" + place.place().path() + "\",\"vector\":[0,0],\"k\":10000}");
    }

    private static String clients(IntegrationMount mount) throws Exception {
        VectorPlace place = mount.collection();
        int clients = mount.configuration().clients();
        together(clients, number -> work(place, number));
        assertThat(everything(place)).hasSize(expected(clients));
        assertThat(place.place().names(".")).hasSize(expected(clients));
        return clients + " clients, " + clients * ROUNDS + " rounds";
    }

    private static String oneFile(IntegrationMount mount) throws Exception {
        VectorPlace place = mount.collection();
        together(mount.configuration().clients(), number -> {
            for (int round = 0; round < ROUNDS; round++) {
                String aside = ".aside" + number;
                place.place().write(aside, number + " " + round + "\n");
                place.place().calls().rename(aside, "one.vec");
            }
        });
        assertThat(everything(place)).hasSize(1);
        assertThat(place.place().names(".")).containsExactly("one.vec");
        String[] kept = place.place().read("one.vec").strip().split(" ");
        String distance = everything(place).get(0);
        assertThat(distance)
                .isEqualTo(VectorPlace.hit(
                        "one.vec", Math.hypot(Double.parseDouble(kept[0]), Double.parseDouble(kept[1]))));
        return "";
    }

    private static String remount(IntegrationMount mount) throws Exception {
        VectorPlace place = mount.collection();
        int clients = mount.configuration().clients();
        together(clients, number -> work(place, number));
        List<String> before = everything(place);
        mount.remount();
        assertThat(everything(place)).isEqualTo(before).hasSize(expected(clients));
        return before.size() + " vectors";
    }
}
