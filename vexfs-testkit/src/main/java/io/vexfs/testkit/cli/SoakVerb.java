package io.vexfs.testkit.cli;

import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;

/** {@code vexfs bench soak}: mixed work for a long time. */
@Command(
        name = "soak",
        description = {
            "As mixed, for an hour: heap and disk must not grow, nothing may be lost, no call may fail.",
            "--check with {\"errors\": {\"most\": 0}, \"heapGrowthBytes\": {\"most\": 20000000}} makes it a test."
        },
        footer = {"", "Example:", "  vexfs bench soak --mount --seconds 28800 --json soak.json"})
final class SoakVerb extends MixedVerb {
    @Override
    int secondsDefault() {
        return (int) TimeUnit.HOURS.toSeconds(1);
    }
}
