package io.vexfs.api;

import java.util.List;

/** How deep and how large a filter may be, so that walking one needs little stack and time. */
final class FilterLimits {
    private FilterLimits() {}

    /** A copy of the parts of a filter that is to be made of them. */
    static List<Filter> required(List<Filter> parts) {
        List<Filter> copy = List.copyOf(parts);
        if (copy.isEmpty()) {
            throw new VexfsException(FuseVexfsError.INVALID_QUERY, "filter: expected at least one part, was none");
        }
        int depth = 0;
        int values = 0;
        for (Filter part : copy) {
            depth = Math.max(depth, depth(part));
            values = Math.addExact(values, values(part));
        }
        if (depth >= Limits.FILTER_DEPTH_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "filter: expected at most " + Limits.FILTER_DEPTH_MAX + " levels, was more");
        }
        requireValues(values);
        return copy;
    }

    static void requireValues(int values) {
        if (values > Limits.FILTER_VALUES_MAX) {
            throw new VexfsException(
                    FuseVexfsError.INVALID_QUERY,
                    "filter: expected at most " + Limits.FILTER_VALUES_MAX + " values, was " + values);
        }
    }

    private static int depth(Filter filter) {
        return parts(filter).stream().mapToInt(FilterLimits::depth).max().orElse(0) + 1;
    }

    private static int values(Filter filter) {
        if (filter instanceof Filter.Membership membership) {
            return membership.values().size();
        }
        List<Filter> below = parts(filter);
        return below.isEmpty()
                ? 1
                : below.stream().mapToInt(FilterLimits::values).sum();
    }

    private static List<Filter> parts(Filter filter) {
        if (filter instanceof Filter.And and) {
            return and.all();
        }
        if (filter instanceof Filter.Or or) {
            return or.any();
        }
        return filter instanceof Filter.Not not ? List.of(not.filter()) : List.of();
    }
}
