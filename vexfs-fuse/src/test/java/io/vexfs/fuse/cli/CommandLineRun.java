package io.vexfs.fuse.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * One run of the command line inside the test's JVM.
 *
 * @param exitCode 0, 1 or 2
 * @param out what went to standard output
 * @param err what went to standard error
 */
record CommandLineRun(int exitCode, String out, String err) {
    static CommandLineRun of(Object... arguments) {
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = VexfsCli.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new CommandLineRun(exitCode, out.toString(), err.toString());
    }
}
