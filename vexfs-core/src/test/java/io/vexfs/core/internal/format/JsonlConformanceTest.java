package io.vexfs.core.internal.format;

import io.vexfs.api.VectorFormat;
import io.vexfs.testkit.conformance.VectorFormatConformance;

class JsonlConformanceTest implements VectorFormatConformance {
    @Override
    public VectorFormat format() {
        return new JsonlFormat();
    }
}
