package io.vexfs.testkit.cli;

import picocli.CommandLine.Command;

@Command(name = "peers", description = "x")
final class PeersVerb extends BenchVerb {
    @Override
    void run() {}
}
