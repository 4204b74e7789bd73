package io.vexfs.testkit.conformance;

import io.vexfs.testkit.conformance.MountStep.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Random steps of several threads on a mount: the same seed gives the same. */
final class MountSteps {
    /** Every line of vectors is so long, so that parts of files can be replaced by whole lines. */
    static final int LINE_BYTES = 8;

    private static final List<String> DIRECTORIES = List.of("d", "e", "d/e");
    private static final List<String> FILES = List.of("a.vec", "b.vec", "c.vec", "m.txt");
    private static final List<String> COLORS = List.of("red", "green");
    private static final int NUMBERS = 1_000;
    private static final int LINES_MAX = 3;

    private final Random random;

    private MountSteps(long seed) {
        random = new Random(seed);
    }

    /**
     * Steps in phases, each of which ends when everybody waits. Phases with truncations by name, which a mount follows when it
     * pleases within a while, end with a remount, so that nobody has to wait for that.
     *
     * @param threads that take them in turn
     * @param steps of each thread in each phase
     */
    static List<MountStep> of(long seed, int threads, int steps, int phases) {
        MountSteps made = new MountSteps(seed);
        List<MountStep> all = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            for (String directory : DIRECTORIES) {
                all.add(new MountStep(thread, Kind.MKDIR, directory, "", 0));
            }
        }
        for (int phase = 0; phase < phases; phase++) {
            boolean remounts = phase % 2 == 0;
            for (int i = 0; i < steps * threads; i++) {
                all.add(made.step(i % threads, remounts));
            }
            all.add(remounts ? MountStep.REMOUNT : MountStep.SETTLE);
        }
        return all;
    }

    private MountStep step(int thread, boolean truncates) {
        Kind kind =
                switch (random.nextInt(30)) {
                    case 0, 1, 2, 3, 4 -> Kind.WRITE;
                    case 5, 6, 7 -> Kind.APPEND;
                    case 8, 9 -> Kind.PATCH;
                    case 10 -> truncates ? Kind.TRUNCATE : Kind.WRITE;
                    case 11, 12, 13, 14 -> Kind.RENAME;
                    case 15, 16 -> Kind.LINK;
                    case 17, 18 -> Kind.UNLINK;
                    case 19 -> Kind.MKDIR;
                    case 20 -> Kind.RMDIR;
                    case 21, 22 -> Kind.PUT_ATTRIBUTE;
                    case 23 -> Kind.REMOVE_ATTRIBUTE;
                    case 24, 25 -> Kind.READ;
                    case 26 -> Kind.LIST;
                    default -> Kind.SEARCH;
                };
        return switch (kind) {
            case WRITE -> new MountStep(thread, kind, path(), text(), 0);
            case APPEND -> new MountStep(thread, kind, path(), line(), 0);
            case PATCH -> new MountStep(thread, kind, path(), line(), LINE_BYTES * random.nextInt(LINES_MAX));
            case TRUNCATE -> new MountStep(thread, kind, path(), "", LINE_BYTES / 2 * random.nextInt(2 * LINES_MAX));
            case RENAME -> rename(thread);
            case LINK -> new MountStep(thread, kind, path(), path(), 0);
            case MKDIR, RMDIR, LIST -> new MountStep(thread, kind, directory(), "", 0);
            case PUT_ATTRIBUTE -> new MountStep(thread, kind, path(), COLORS.get(random.nextInt(COLORS.size())), 0);
            default -> new MountStep(thread, kind, kind == Kind.SEARCH ? "" : path(), "", 0);
        };
    }

    private MountStep rename(int thread) {
        boolean directory = random.nextInt(4) == 0;
        return new MountStep(
                thread, Kind.RENAME, directory ? directory() : path(), directory ? directory() : path(), 0);
    }

    /** Of a file; seldom a directory's, so that calls on the wrong kind are refused. */
    private String path() {
        if (random.nextInt(20) == 0) {
            return directory();
        }
        String above = random.nextInt(3) != 0 ? "" : directory() + "/";
        return above + FILES.get(random.nextInt(FILES.size()));
    }

    private String directory() {
        return DIRECTORIES.get(random.nextInt(DIRECTORIES.size()));
    }

    private String line() {
        return String.format(Locale.ROOT, "%03d %03d", random.nextInt(NUMBERS), random.nextInt(NUMBERS)) + "\n";
    }

    private String text() {
        int kind = random.nextInt(10);
        if (kind < 2) {
            return kind == 0 ? "" : "no words\n";
        }
        StringBuilder text = new StringBuilder(line());
        while (random.nextInt(3) == 0 && text.length() < LINES_MAX * LINE_BYTES) {
            text.append(line());
        }
        return text.toString();
    }
}
