package io.vexfs.testkit.conformance;

/**
 * Everything that a mount of a store promises: a disk of files, of which some are vectors. Implement it in a test class
 * and give the fixture; it is mounted once for the class, and each test has a directory of its own.
 *
 * <pre>
 * &#64;RequiresFuse
 * class MyMountIT implements MountConformance {
 *     public Mounted mount(Path work) { return new MyMount(work.resolve("store"), work.resolve("mnt")); }
 * }
 * </pre>
 *
 * <p>A test that hangs is failed and the mount is taken away; so is a mount that is left behind or cannot be closed, which
 * fails the class. The next test gets a new mount. What needs root is skipped for others.
 */
public interface MountConformance
        extends ContentConformance,
                NameConformance,
                RenameConformance,
                FileAttributeConformance,
                PermissionConformance,
                ListingConformance,
                MountedVectorConformance,
                MountedSearchConformance,
                RemountConformance,
                MountModelConformance {}
