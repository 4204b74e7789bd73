package io.vexfs.testkit.conformance;

/**
 * Everything that a {@link io.vexfs.api.Bridge} promises. Implement it in a test class and give the fixture:
 *
 * <pre>
 * class MyBridgeTest implements BridgeConformance {
 *     &#64;TempDir Path directory;
 *     public Bridge open() { return new MyBridge(newDirectoryIn(directory)); }
 *     public Bridge reopen(Bridge closed, boolean readOnly) { return new MyBridge(((MyBridge) closed).directory(), readOnly); }
 * }
 * </pre>
 */
public interface BridgeConformance
        extends CollectionConformance,
                WriteConformance,
                SearchConformance,
                FilterConformance,
                PagingConformance,
                FileVectorsConformance,
                LifecycleConformance,
                SyncConformance,
                ModelConformance {}
