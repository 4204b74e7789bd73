package io.vexfs.core.internal.format;

import io.vexfs.api.VectorFormat;
import io.vexfs.testkit.conformance.VectorFormatConformance;

class BvecsConformanceTest implements VectorFormatConformance {
    @Override
    public VectorFormat format() {
        return new BvecsFormat();
    }

    @Override
    public float carried(float component) {
        return Math.round(Math.min(1, Math.abs(component)) * 255);
    }
}
