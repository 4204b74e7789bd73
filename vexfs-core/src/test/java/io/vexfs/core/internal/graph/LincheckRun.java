package io.vexfs.core.internal.graph;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** A JVM of its own for Lincheck, whose agent changes classes. */
public final class LincheckRun {
    private LincheckRun() {}

    /** Checks each class that the arguments name; says "found" or "right". */
    public static void main(String[] arguments) throws ClassNotFoundException {
        for (String name : arguments) {
            Class<?> operations = Class.forName(name);
            try {
                new ModelCheckingOptions()
                        .iterations(6)
                        .invocationsPerIteration(200)
                        .threads(2)
                        .actorsPerThread(2)
                        .actorsBefore(1)
                        .actorsAfter(1)
                        .check(operations);
                System.out.println("right " + operations.getSimpleName());
            } catch (AssertionError | RuntimeException found) {
                System.out.println("found " + operations.getSimpleName() + ": " + found);
            }
        }
        System.exit(0);
    }
}
