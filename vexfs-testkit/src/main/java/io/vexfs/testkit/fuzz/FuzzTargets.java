package io.vexfs.testkit.fuzz;

import io.vexfs.api.FuseVexfsError;
import io.vexfs.api.VectorFormat;
import io.vexfs.api.VexfsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The targets on the class path: the filter, each installed format, and those that {@link ServiceLoader} finds. */
public final class FuzzTargets {
    private FuzzTargets() {}

    /** All of them by name, without the canary. */
    public static List<FuzzTarget> all() {
        List<FuzzTarget> targets = new ArrayList<>();
        targets.add(new FilterTarget());
        VectorFormat.all().forEach(format -> targets.add(new FormatTarget(format)));
        ServiceLoader.load(FuzzTarget.class).forEach(targets::add);
        targets.sort(Comparator.comparing(FuzzTarget::name));
        return targets;
    }

    /** The target of that name. */
    public static FuzzTarget named(String name) {
        if (name.equals(CanaryTarget.NAME)) {
            return new CanaryTarget();
        }
        List<FuzzTarget> all = all();
        return all.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new VexfsException(
                        FuseVexfsError.INVALID_ARGUMENT,
                        "target: expected one of "
                                + String.join(
                                        ", ", all.stream().map(FuzzTarget::name).toList())
                                + ", was '" + name + "'"));
    }
}
