package io.proxima;

import io.proxima.catalog.ReleaseReader;
import io.proxima.cli.LineReport;
import io.proxima.config.ServerConfig;
import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import io.proxima.policy.Group;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.Rule;
import io.proxima.source.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what {@code lines} asks, from the files of a configuration. */
final class LineReports {
    private LineReports() {}

    static Optional<LineReport.Placement> locate(ServerConfig config, String prefix, Findings findings) {
        Prefix client = Prefix.parse(prefix);
        ServerConfig.Geo geo = config.geo();
        Geography geography = Geography.load(geo.databases(), geo.lines(), geo.home(), findings);
        if (findings.hasErrors()) {
            return Optional.empty();
        }
        return Optional.of(new LineReport.Placement(
                prefix,
                geography.extent(client).toString(),
                geography.inheritance(geography.facts(client)),
                geography.facts(client),
                geography.sources(client)));
    }

    static Optional<List<LineReport.PoolLines>> cover(
            ServerConfig config, String pool, @Nullable String zone, Findings findings) {
        return new ReleaseReader(Setup.filesOf(config)).read(findings).map(release -> {
            List<LineReport.PoolLines> found = new ArrayList<>();
            for (Policy policy : release.policies()) {
                Pool there = policy.pools().get(pool);
                if (there != null && (zone == null || isApex(zone, policy))) {
                    List<LineReport.Node> nodes = new ArrayList<>();
                    if (there.root() != null) {
                        collect(there.root(), pool, release.geography(), nodes);
                    }
                    found.add(new LineReport.PoolLines(pool, policy.zone().toString(), nodes));
                }
            }
            return found;
        });
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
                into.add(new LineReport.Node(name, geography.coverage(lines)));
            }
            groups.forEach(child -> collect(child, child.name(), geography, into));
        }
    }
}
