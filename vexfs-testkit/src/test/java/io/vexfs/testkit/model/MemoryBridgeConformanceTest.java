package io.vexfs.testkit.model;

import io.vexfs.api.Bridge;
import io.vexfs.testkit.conformance.BridgeConformance;

class MemoryBridgeConformanceTest implements BridgeConformance {
    @Override
    public Bridge open() {
        return new MemoryBridge();
    }

    @Override
    public Bridge reopen(Bridge closed, boolean readOnly) {
        return ((MemoryBridge) closed).reopened(readOnly);
    }

    @Override
    public double recallMin() {
        return 1;
    }
}
