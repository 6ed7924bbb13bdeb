package io.proxima.policy;

import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads the groups of one pool, from its root down, and what they inherit. */
final class GroupReader {
    private static final int MAX_WEIGHT = 65_535;

    private final Declared declared;
    private final MemberRegister register;
    private final Findings findings;
    private final Map<String, Place> names = new LinkedHashMap<>();

    GroupReader(Declared declared, MemberRegister register, Findings findings) {
        this.declared = declared;
        this.register = register;
        this.findings = findings;
    }

    /**
     * What holds for a group whose own keys say nothing.
     *
     * @param shared whether a rule above gives shares
     */
    record Inherited(
            @Nullable String site,
            @Nullable String check,
            UpAtLeast upAtLeast,
            Duration slowStart,
            boolean dropTogether,
            boolean shared) {
        static final Inherited NOTHING = new Inherited(null, null, UpAtLeast.ONE, Duration.ZERO, false, false);

        /** What holds below a group with a rule. */
        Inherited below(Rule rule) {
            return new Inherited(
                    site, check, upAtLeast, slowStart, dropTogether, shared || StabilityReader.shares(rule));
        }
    }

    /**
     * A group as it was read.
     *
     * @param rule null where it was misread, so that nothing more is said about it
     * @param fields its keys, for places
     * @param label how findings call it
     */
    record Node(Group group, @Nullable Rule rule, Fields fields, Place place, String label) {}

    /** Whether there is a tree at all; without it the pool is flat. */
    static boolean hasChildren(Fields fields) {
        return fields.has("members") || fields.has("groups");
    }

    /** The group of a mapping; the caller ends with {@link Fields#done}, since a pool has keys of its own. */
    Node read(Fields fields, Place place, String path, boolean root, Inherited inherited) {
        Optional<String> written = fields.text("name");
        String name = written.orElse(path);
        String label = root ? "pool \"" + path + "\"" : "group \"" + name + "\"";
        written.ifPresent(own -> unique(own, fields.placeOf("name")));
        Optional<String> line = fields.value("line", LineSyntax::parse);
        OptionalInt weight = fields.integer("weight", 0, MAX_WEIGHT);
        Inherited inForce = inForce(fields, inherited);
        if (root) {
            GroupChecks.neverLookedAt(fields, List.of("line", "weight"), "in the root of a pool", findings);
        }

        Optional<Rule> chosen = RuleReader.read(fields, findings);
        boolean ofGroups = fields.has("groups") && !fields.has("members");
        if (ofGroups && !fields.has("choose")) {
            findings.error(place, label + " has groups, but does not say how to choose", "add choose");
        }
        @Nullable Rule rule = chosen.orElse(fields.has("choose") || ofGroups ? null : new Rule.All());
        Rule nonNullRule = rule == null ? new Rule.All() : rule;

        GroupChecks checks = new GroupChecks(label, place, fields, findings);
        Group.Children children = new Group.Children.Members(List.of());
        if (fields.has("members")) {
            List<Member> members = members(fields, label);
            if (fields.has("groups")) {
                fields.yaml("groups");
                findings.error(
                        fields.placeOf("groups"), label + " has both members and groups", "make the members a group");
            }
            children = new Group.Children.Members(members);
            checks.members(members, rule, inForce);
            if (inForce.below(nonNullRule).shared()) {
                register.share(members);
            }
        } else if (fields.has("groups")) {
            List<Node> nodes = groups(fields, path, inForce.below(nonNullRule), label);
            children = new Group.Children.Groups(nodes.stream().map(Node::group).toList());
            checks.groups(nodes, rule);
        } else {
            findings.error(place, label + " has neither members nor groups", null);
        }
        Group group = new Group(
                name,
                line.orElse(null),
                weight,
                inForce.site(),
                nonNullRule,
                inForce.check(),
                new Stability(inForce.upAtLeast(), StabilityReader.panic(fields), inForce.slowStart()),
                inForce.dropTogether(),
                children,
                place);
        checks.stability(group, inherited.shared());
        return new Node(group, rule, fields, place, label);
    }

    /** What is in force in a group, by its own keys or what it inherits. */
    Inherited inForce(Fields fields, Inherited inherited) {
        Optional<String> site = declared.use(Declared.Kind.SITE, fields, "site");
        Optional<String> check = declared.use(Declared.Kind.CHECK, fields, "check");
        Optional<UpAtLeast> upAtLeast = fields.value("up-at-least", UpAtLeast::parse);
        Optional<Duration> slowStart = StabilityReader.slowStart(fields);
        boolean dropTogether = fields.flag("drop-together").orElse(inherited.dropTogether());
        return new Inherited(
                site.orElse(inherited.site()),
                check.orElse(inherited.check()),
                upAtLeast.orElse(inherited.upAtLeast()),
                slowStart.orElse(inherited.slowStart()),
                dropTogether,
                inherited.shared());
    }

    private List<Node> groups(Fields fields, String path, Inherited inForce, String label) {
        List<Yaml> items = fields.items("groups");
        List<Node> nodes = new ArrayList<>();
        for (Yaml item : items) {
            String childPath = path + "/" + (nodes.size() + 1);
            Fields child = new Fields(item, "group \"" + childPath + "\"", findings);
            nodes.add(read(child, item.place(), childPath, false, inForce));
            child.done();
        }
        if (fields.isEmptyList("groups")) {
            findings.error(fields.placeOf("groups"), label + " has an empty list of groups", null);
        }
        return nodes;
    }

    private List<Member> members(Fields fields, String label) {
        List<Yaml> items = fields.items("members");
        if (fields.isEmptyList("members")) {
            findings.error(fields.placeOf("members"), label + " has an empty list of members", null);
        }
        Map<Member.Source, Place> seen = new LinkedHashMap<>();
        List<Member> members = new ArrayList<>();
        for (Yaml item : items) {
            if (!(item instanceof Yaml.Scalar scalar)) {
                findings.error(
                        item.place(),
                        "a member of " + label + " must be a name or an address, not " + item.kind(),
                        "its attributes stand under members at the top");
                continue;
            }
            register.mention(scalar).ifPresent(member -> {
                Place first = seen.putIfAbsent(member.source(), scalar.place());
                if (first == null) {
                    members.add(member);
                } else {
                    findings.error(
                            scalar.place(),
                            "member \"" + scalar.text() + "\" stands twice in " + label,
                            "the first is in line " + first.line());
                }
            });
        }
        return List.copyOf(members);
    }

    private void unique(String name, Place place) {
        Place first = names.putIfAbsent(name, place);
        if (first != null) {
            findings.error(place, "two groups are named \"" + name + "\"", "the first is in line " + first.line());
        }
    }
}
