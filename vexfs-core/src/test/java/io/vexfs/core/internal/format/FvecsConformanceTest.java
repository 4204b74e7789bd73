package io.vexfs.core.internal.format;

import io.vexfs.api.VectorFormat;
import io.vexfs.testkit.conformance.VectorFormatConformance;

class FvecsConformanceTest implements VectorFormatConformance {
    @Override
    public VectorFormat format() {
        return new FvecsFormat();
    }
}
