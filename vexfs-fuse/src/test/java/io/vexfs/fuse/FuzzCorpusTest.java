package io.vexfs.fuse;

import io.vexfs.testkit.fuzz.FuzzConformance;
import java.nio.file.Path;

class FuzzCorpusTest implements FuzzConformance {
    @Override
    public Path corpus() {
        return Path.of("src", "test", "corpus");
    }
}
