package io.proxima.control;

import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import io.proxima.policy.Group;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reports of lines out of a geography and policies. They walk whole maps and read databases anew: for threads that may wait. */
public final class LineReports {
    private LineReports() {}

    /**
     * The lines of a prefix's first address.
     *
     * @throws IllegalArgumentException with a sentence, where {@code asked} is neither an address nor a prefix
     */
    public static LineReport.Placement locate(Geography geography, String asked) {
        Prefix client = Prefix.parse(asked);
        return new LineReport.Placement(
                asked,
                geography.extent(client).toString(),
                geography.inheritance(geography.facts(client)),
                LineReport.Known.of(geography.facts(client)),
                geography.sources(client).stream().map(LineReport.File::of).toList());
    }

    /**
     * How much falls on each line of a pool.
     *
     * @param zone the apex, with or without the last dot, or null where one zone alone has a pool of that name
     * @throws ProblemException with status 404 where there is no such pool, 422 where it is not plain which or has no lines
     */
    public static LineReport.PoolLines cover(
            Collection<Policy> policies, Geography geography, String pool, @Nullable String zone) {
        List<Policy> having = policies.stream()
                .filter(policy -> policy.pools().containsKey(pool) && (zone == null || isApex(zone, policy)))
                .toList();
        if (having.isEmpty()) {
            throw new ProblemException(Problem.notFound(
                    "there is no pool \"" + pool + "\"" + (zone == null ? "" : " in the policy of " + zone)));
        }
        if (having.size() > 1) {
            throw new ProblemException(Problem.untold("several zones have a pool \"" + pool + "\"; name one of "
                    + having.stream().map(policy -> policy.zone().toString()).collect(Collectors.joining(", "))));
        }
        Policy policy = having.getFirst();
        Pool there = policy.pools().get(pool);
        List<LineReport.Node> nodes = new ArrayList<>();
        if (there != null && there.root() != null) {
            collect(there.root(), pool, geography, nodes);
        }
        if (nodes.isEmpty()) {
            throw new ProblemException(Problem.untold("pool \"" + pool + "\" does not choose by line"));
        }
        return new LineReport.PoolLines(pool, policy.zone().toString(), nodes);
    }

    private static boolean isApex(String zone, Policy policy) {
        String apex = policy.zone().toString();
        return apex.equalsIgnoreCase(zone) || apex.equalsIgnoreCase(zone + ".");
    }

    private static void collect(Group group, String name, Geography geography, List<LineReport.Node> into) {
        if (group.children() instanceof Group.Children.Groups(List<Group> groups)) {
            if (group.choose() instanceof Rule.Line) {
                List<String> lines = groups.stream()
                        .map(Group::line)
                        .filter(Objects::nonNull)
                        .toList();
                into.add(LineReport.Node.of(name, geography.coverage(lines)));
            }
            groups.forEach(child -> collect(child, child.name(), geography, into));
        }
    }
}
