package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a group's rule and its children fit together. */
final class GroupChecks {
    private final String label;
    private final Place place;
    private final Fields fields;
    private final Findings findings;

    GroupChecks(String label, Place place, Fields fields, Findings findings) {
        this.label = label;
        this.place = place;
        this.fields = fields;
        this.findings = findings;
    }

    /** Warns of keys that have no meaning where they stand. */
    static void neverLookedAt(Fields fields, List<String> keys, String where, Findings findings) {
        for (String key : keys) {
            if (fields.has(key)) {
                findings.warning(fields.placeOf(key), "\"" + key + "\" is never looked at " + where, null);
            }
        }
    }

    /** A group of members. */
    void members(List<Member> members, @Nullable Rule rule, GroupReader.Inherited inForce) {
        if (rule == null) {
            return;
        }
        switch (rule) {
            case Rule.Line() ->
                findings.error(
                        fields.placeOf("choose"),
                        label + " chooses by line, but among members",
                        "lines belong to groups");
            case Rule.Nearest _ -> {
                List<String> without = inForce.site() != null
                        ? List.of()
                        : members.stream()
                                .filter(member -> member.site() == null)
                                .map(Member::key)
                                .toList();
                nearest(without, members.size(), "members");
            }
            case Rule.Weighted _, Rule.ConsistentHash _ -> {
                if (!members.isEmpty() && members.stream().allMatch(member -> member.weight() == 0)) {
                    findings.error(
                            fields.placeOf("members"), label + " chooses by weight, but every weight is 0", null);
                }
            }
            default -> {}
        }
    }

    /** A group of groups. */
    void groups(List<GroupReader.Node> nodes, @Nullable Rule rule) {
        if (rule == null) {
            return;
        }
        if (rule instanceof Rule.Line) {
            lines(nodes);
        }
        if (rule instanceof Rule.Nearest) {
            List<String> without = nodes.stream()
                    .filter(node ->
                            node.group().site() == null && !node.fields().has("site"))
                    .map(node -> node.group().name())
                    .toList();
            nearest(without, nodes.size(), "groups");
        }
        boolean byWeight = rule instanceof Rule.Weighted || rule instanceof Rule.ConsistentHash;
        if (byWeight
                && !nodes.isEmpty()
                && nodes.stream().allMatch(node -> node.group().weight().orElse(1) == 0)) {
            findings.error(fields.placeOf("groups"), label + " chooses by weight, but every weight is 0", null);
        }
        for (GroupReader.Node node : nodes) {
            if (!(rule instanceof Rule.Line)) {
                neverLookedAt(node.fields(), List.of("line"), "since " + label + " does not choose by line", findings);
            }
            if (!byWeight && !(rule instanceof Rule.Nearest)) {
                neverLookedAt(
                        node.fields(), List.of("weight"), "since " + label + " does not choose by weight", findings);
            }
        }
    }

    /** A group that needs more members than it has would never be up. */
    void stability(Group group, boolean sharedAbove) {
        Set<Member.Source> members = new HashSet<>();
        collect(group, members);
        UpAtLeast upAtLeast = group.stability().upAtLeast();
        StabilityReader reader = new StabilityReader(fields, findings, label);
        if (upAtLeast.of(members.size()) > members.size() && !members.isEmpty()) {
            findings.error(
                    fields.has("up-at-least") ? fields.placeOf("up-at-least") : place,
                    label + " counts as down with fewer than " + upAtLeast + " members up, but has " + members.size(),
                    fields.has("up-at-least") ? null : "up-at-least is inherited; set its own");
        } else {
            reader.panicIsReached(group.stability(), members.size());
        }
        reader.slowStartIsHeeded(group.choose(), group.children(), sharedAbove);
    }

    private static void collect(Group group, Set<Member.Source> into) {
        switch (group.children()) {
            case Group.Children.Members(List<Member> members) -> members.forEach(member -> into.add(member.source()));
            case Group.Children.Groups(List<Group> groups) -> groups.forEach(child -> collect(child, into));
        }
    }

    private void lines(List<GroupReader.Node> nodes) {
        Map<String, Place> seen = new LinkedHashMap<>();
        for (GroupReader.Node node : nodes) {
            String line = node.group().line();
            if (line != null) {
                Place at = node.fields().placeOf("line");
                Place first = seen.putIfAbsent(line, at);
                if (first != null) {
                    findings.error(
                            at,
                            "two groups of " + label + " have the line " + line,
                            "the first is in line " + first.line());
                }
            } else if (!node.fields().has("line")) {
                findings.error(node.place(), node.label() + " has no line, but " + label + " chooses by line", null);
            }
        }
        if (!nodes.isEmpty() && !seen.containsKey("default")) {
            findings.error(
                    fields.placeOf("choose"),
                    label + " chooses by line but has no default",
                    "add a group with line: default");
        }
    }

    private void nearest(List<String> without, int all, String what) {
        if (without.size() == all && all > 0) {
            findings.error(
                    fields.placeOf("choose"),
                    label + " chooses the nearest, but none of its " + what + " has a site",
                    null);
        } else if (!without.isEmpty()) {
            findings.warning(
                    fields.placeOf("choose"),
                    label + " chooses the nearest, but these have no site and come last: " + String.join(", ", without),
                    null);
        }
    }
}
