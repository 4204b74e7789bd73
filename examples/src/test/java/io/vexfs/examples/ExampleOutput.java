package io.vexfs.examples;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an example prints. */
public final class ExampleOutput {
    /** A program. */
    public interface Main {
        /** Runs it. */
        void run() throws Exception;
    }

    private ExampleOutput() {}

    /** Runs a program and returns its lines. */
    public static List<String> of(Main main) throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            main.run();
        } finally {
            System.setOut(console);
        }
        return caught.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
