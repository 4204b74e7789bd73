package io.vexfs.api;

public enum DistanceMetric {
    L2
}
