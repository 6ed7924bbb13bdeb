package io.proxima.control;

import io.proxima.answer.AnswerTrace;
import io.proxima.catalog.Catalog;
import io.proxima.catalog.DerivedPairs;
import io.proxima.geo.Coordinates;
import io.proxima.geo.Facts;
import io.proxima.geo.Geography;
import io.proxima.health.Held;
import io.proxima.health.MemberOverride;
import io.proxima.policy.AllDown;
import io.proxima.policy.Policy;
import io.proxima.policy.Site;
import io.proxima.steer.PoolPlan;
import io.proxima.steer.PoolReport;
import io.proxima.steer.Trace;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in words what became of each group and member of a pool, for one client. */
final class PoolWords {
    private final Catalog catalog;
    private final @Nullable Coordinates client;
    private final List<String> lines;
    private final long nowMillis;

    PoolWords(Catalog catalog, Facts facts, long nowMillis) {
        this.catalog = catalog;
        this.client = Geography.coordinates(facts);
        this.lines = catalog.geography().inheritance(facts);
        this.nowMillis = nowMillis;
    }

    Explanation.Pool pool(AnswerTrace.Selection selection) {
        return pool(selection.report(), selection);
    }

    private Explanation.Pool pool(PoolReport report, AnswerTrace.Selection selection) {
        boolean ipv6 = selection.leaf().ipv6();
        Map<String, Set<String>> drawn = selection.walk().steps().stream()
                .collect(Collectors.toMap(Trace.Step::group, step -> Set.copyOf(step.chosen()), (a, _) -> a));
        PoolReport.Group root = report.root();
        PoolReport other = report.other();
        return new Explanation.Pool(
                report.pool().name(),
                family(ipv6),
                selection.leaf().answers(),
                report.outcome().name().toLowerCase(Locale.ROOT),
                report.allDown() ? allDown(report.pool().allDown()) : null,
                TtlWords.of(selection.leaf().ttl(), selection.leaf().plan(), nowMillis),
                report.shares().stream()
                        .map(share -> new Explanation.Share(share.address(), share.member(), share.probability()))
                        .toList(),
                report.fewest(),
                report.most(),
                report.exact(),
                root == null
                        ? null
                        : new Tree(sites(report.pool()), ipv6, drawn)
                                .group(root, null, root.probability() > 0 ? "" : "all is down"),
                other == null ? null : pool(other, selection));
    }

    private static String family(boolean ipv6) {
        return ipv6 ? "AAAA" : "A";
    }

    private static String allDown(AllDown allDown) {
        return switch (allDown) {
            case AllDown.ServeAll() -> "serve-all: as if every member were up";
            case AllDown.Empty() -> "empty: NODATA";
            case AllDown.Refuse() -> "refuse: SERVFAIL";
            case AllDown.Other(var pool) -> "the pool " + pool.pool() + " of " + pool.zone() + " answers";
        };
    }

    /** The sites of the policy that a pool stands in; its name begins with the zone's. */
    private Map<String, Site> sites(PoolPlan pool) {
        return catalog.policies().stream()
                .filter(policy -> pool.name().startsWith(policy.zone() + "/"))
                .map(Policy::sites)
                .findFirst()
                .orElse(Map.of());
    }

    /** One pool's groups. */
    private final class Tree {
        private final Map<String, Site> sites;
        private final boolean ipv6;
        private final Map<String, Set<String>> drawn;

        Tree(Map<String, Site> sites, boolean ipv6, Map<String, Set<String>> drawn) {
            this.sites = sites;
            this.ipv6 = ipv6;
            this.drawn = drawn;
        }

        Explanation.Group group(PoolReport.Group group, PoolReport.@Nullable Group parent, String reason) {
            Long distance = parent != null && parent.rule().startsWith("nearest") ? distance(group.site()) : null;
            return new Explanation.Group(
                    group.name(),
                    group.rule(),
                    group.line(),
                    group.site(),
                    distance,
                    group.probability() > 0,
                    parent == null ? reason : reason(group, parent, distance),
                    group.membersUp(),
                    group.upAtLeast().of(group.ofMembers()),
                    group.weight(),
                    group.probability(),
                    group.scopeLength() < 0 ? null : group.scopeLength(),
                    panic(group),
                    group.groups().stream()
                            .map(child -> group(child, group, ""))
                            .toList(),
                    group.members().stream()
                            .map(member -> member(member, group))
                            .toList());
        }

        private @Nullable Long distance(@Nullable String site) {
            Site known = site == null ? null : sites.get(site);
            return known == null || client == null
                    ? null
                    : Math.round(client.kilometresTo(new Coordinates(known.latitude(), known.longitude())));
        }

        private String reason(PoolReport.Group group, PoolReport.Group parent, @Nullable Long distance) {
            String away = distance == null ? "" : distance + " km";
            return switch (group.fate()) {
                case NO_ADDRESS -> "no member has an " + family(ipv6) + " address";
                case DOWN, DROPPED -> drained(group) ? "no member is up that is not drained" : "no member is up";
                case TOO_FEW_UP ->
                    group.membersUp() < group.upAtLeast().of(group.ofMembers())
                            ? "too few up: " + group.membersUp() + ", up-at-least " + needs(group)
                            : "too few up in each of its groups";
                case WEIGHT_ZERO -> "weight 0 beside others";
                case FULL -> "the answer is full before its turn";
                case NOT_BEST ->
                    switch (parent.rule()) {
                        case "line" ->
                            lines.contains(String.valueOf(group.line()))
                                    ? "not the best line"
                                    : "not a line of this client";
                        case "failover" -> "another comes before it";
                        default ->
                            parent.rule().startsWith("nearest")
                                    ? (distance == null ? "another is nearer" : "farther away, " + away)
                                    : "another comes before it";
                    };
                case KEPT ->
                    switch (parent.rule()) {
                        case "line" ->
                            lines.contains(String.valueOf(group.line()))
                                    ? "the client's best line that is up"
                                    : "none of the client's lines is up; next as written";
                        case "failover" -> "the first that is up";
                        case "weighted", "round-robin", "random" -> drawn(parent.name(), group.name());
                        case "all" -> "all are taken";
                        default ->
                            parent.rule().startsWith("nearest")
                                    ? (distance == null ? "where the client is, is not known" : near(parent) + away)
                                    : drawn(parent.name(), group.name());
                    };
            };
        }

        private static String needs(PoolReport.Group group) {
            String of = group.upAtLeast().percent() ? " of " + group.ofMembers() : "";
            return group.upAtLeast() + of;
        }

        private static @Nullable String panic(PoolReport.Group group) {
            return group.panicPercent() == 0
                    ? null
                    : "panic: " + group.membersUp() + " of " + group.servable() + " up, below " + group.panicPercent()
                            + " %; health is ignored";
        }

        private static boolean drained(PoolReport.Group group) {
            return group.members().stream()
                            .anyMatch(member -> member.override() != null && member.fate() == PoolReport.Fate.DOWN)
                    || group.groups().stream().anyMatch(Tree::drained);
        }

        private static String near(PoolReport.Group parent) {
            boolean alone = parent.groups().stream()
                            .filter(group -> group.fate() == PoolReport.Fate.KEPT)
                            .count()
                    == 1;
            return alone ? "nearest, " : "near enough, ";
        }

        private String drawn(String parent, String child) {
            Set<String> chosen = drawn.get(parent);
            return chosen == null ? "" : chosen.contains(child) ? "drawn this time" : "not drawn this time";
        }

        private Explanation.Member member(PoolReport.Address member, PoolReport.Group leaf) {
            boolean up = member.verdict().up();
            String check = member.check();
            MemberOverride override = member.override();
            String byCheck = "down by check " + Objects.requireNonNullElse(check, "none") + parts(member)
                    + since(member) + held(member);
            String down = override == null ? byCheck : OverrideText.of(override) + (up ? "" : "; " + byCheck);
            String reason = switch (member.fate()) {
                case NO_ADDRESS -> "no " + family(ipv6) + " address";
                case DOWN, TOO_FEW_UP -> down;
                case DROPPED -> "up, but down in " + family(!ipv6) + ", and dropped together";
                case WEIGHT_ZERO -> "weight 0 beside others";
                case NOT_BEST -> "another comes before it";
                case FULL -> "the answer is full before its turn";
                case KEPT ->
                    (leaf.probability() == 0
                                    ? "up, but its group does not serve"
                                    : drawn(leaf.name(), String.valueOf(member.address())))
                            + (override != null
                                    ? "; " + down
                                    : up ? slowStart(member) : "; " + down + ", taken as if up");
            };
            return new Explanation.Member(
                    member.member(),
                    member.address(),
                    member.address() != null && up,
                    member.probability() > 0,
                    reason,
                    member.weight(),
                    member.probability(),
                    override == null
                            ? null
                            : new Explanation.OperatorWord(
                                    override.word().text(),
                                    OverrideText.until(override),
                                    override.owner(),
                                    override.reason()));
        }

        /** What a combined check's verdict follows from. */
        private String parts(PoolReport.Address member) {
            List<DerivedPairs.Part> parts =
                    catalog.derived().parts(String.valueOf(member.check()), String.valueOf(member.address()));
            return parts.isEmpty()
                    ? ""
                    : parts.stream()
                            .map(part -> part.name() + (part.verdict().up() ? " up" : " down"))
                            .collect(Collectors.joining(", ", " (", ")"));
        }

        private static String held(PoolReport.Address member) {
            Held held = member.verdict().held();
            return held == null ? "" : "; " + held.words();
        }

        private static String slowStart(PoolReport.Address member) {
            return member.share() == 1
                    ? ""
                    : String.format(Locale.ROOT, "; slow start, %.0f %% of its weight", member.share() * 100);
        }

        private String since(PoolReport.Address member) {
            long changedAt = member.verdict().changedAtMillis();
            return changedAt == 0 ? "" : " for " + (nowMillis - changedAt) / 1000 + " s";
        }
    }
}
