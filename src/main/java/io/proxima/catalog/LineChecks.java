package io.proxima.catalog;

import io.proxima.geo.Geography;
import io.proxima.policy.Group;
import io.proxima.policy.Rule;
import io.proxima.source.Findings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the lines of one node's groups must be to the geography, and to one another. */
final class LineChecks {
    private LineChecks() {}

    static void check(Rule rule, List<Group> groups, Geography geography, Findings findings) {
        groups.forEach(group -> {
            if (group.line() != null) {
                geography.check(group.line(), group.place(), findings);
            }
        });
        if (!(rule instanceof Rule.Line)) {
            return;
        }
        Map<String, List<String>> shadowed = geography.shadowed(
                groups.stream().map(Group::line).filter(Objects::nonNull).toList());
        for (Group group : groups) {
            List<String> others = shadowed.get(Objects.requireNonNullElse(group.line(), ""));
            if (others != null && !Objects.equals(group.line(), "default")) {
                findings.warning(
                        group.place(),
                        "line \"" + group.line() + "\" is never the best: all its clients fall on "
                                + others.stream()
                                        .map(line -> "\"" + line + "\"")
                                        .collect(Collectors.joining(" or "))
                                + " first",
                        "its group serves only where " + (others.size() == 1 ? "that is" : "those are") + " down");
            }
        }
    }
}
