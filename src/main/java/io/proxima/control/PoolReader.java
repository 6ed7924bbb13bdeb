package io.proxima.control;

import io.proxima.catalog.Catalog;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Verdict;
import io.proxima.policy.Group;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.steer.LiveGroup;
import io.proxima.steer.PlanAddress;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolPlan;
import io.proxima.wire.Name;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads pools and members off a catalog; what needs the health book, on the thread that writes it. */
final class PoolReader {
    private final Catalog catalog;

    PoolReader(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * One member of a plan as its state is at one time.
     *
     * @param numbers of its addresses in the plan
     */
    record Standing(PoolPlan plan, PlanState state, String member, List<Integer> numbers) {
        String key() {
            return plan.name() + "/" + member;
        }

        @Nullable
        MemberOverride override() {
            return state.overrides().get(numbers.getFirst());
        }

        @Nullable
        String site() {
            return addresses()
                    .map(PlanAddress::site)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        Stream<PlanAddress> addresses() {
            return numbers.stream().map(plan.addresses()::get);
        }

        Stream<Verdict> verdicts() {
            return numbers.stream().map(state.verdicts()::get);
        }

        String stateWord() {
            MemberOverride override = override();
            if (override != null) {
                return override.word() == OverrideWord.FORCE_UP
                        ? "up"
                        : override.word() == OverrideWord.DRAIN ? "drained" : "down";
            }
            return verdicts().allMatch(Verdict::up) ? "up" : verdicts().anyMatch(Verdict::up) ? "partly" : "down";
        }

        long sinceMillis() {
            MemberOverride override = override();
            return override != null
                    ? override.setAtMillis()
                    : verdicts().mapToLong(Verdict::changedAtMillis).max().orElse(0);
        }
    }

    /** The members of a pool, each once, in the order of their keys. */
    static List<Standing> members(PoolPlan plan) {
        PlanState state = plan.state();
        Map<String, List<Integer>> numbers = new LinkedHashMap<>();
        for (int i = 0; i < plan.addresses().size(); i++) {
            numbers.computeIfAbsent(plan.addresses().get(i).member(), _ -> new ArrayList<>())
                    .add(i);
        }
        return numbers.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Standing(plan, state, entry.getKey(), List.copyOf(entry.getValue())))
                .toList();
    }

    /** The owners of the names that pools answer, by the policies. */
    List<Name> owners(Collection<PoolPlan> plans) {
        Set<String> wanted = new HashSet<>();
        plans.forEach(plan -> wanted.add(key(plan.zone(), plan.pool())));
        List<Name> owners = new ArrayList<>();
        for (Policy policy : catalog.policies()) {
            policy.names().forEach((owner, steered) -> {
                if (wanted.contains(
                        key(steered.pool().zone().toString(), steered.pool().pool()))) {
                    owners.add(owner);
                }
            });
        }
        return owners;
    }

    private static String key(String zone, String pool) {
        return zone.toLowerCase(Locale.ROOT) + "/" + pool;
    }

    PoolsReport.Line line(PoolPlan plan, List<Status.SteeredName> names, long nowMillis) {
        PlanState state = plan.state();
        LiveGroup root = LiveGroup.of(plan, nowMillis);
        List<String> states = members(plan).stream().map(Standing::stateWord).toList();
        int down = count(states, "down");
        int drained = count(states, "drained");
        return new PoolsReport.Line(
                plan.name(),
                plan.zone(),
                plan.pool(),
                root.rule(),
                root.upAtLeast().toString(),
                StatusReport.family(state, false),
                StatusReport.family(state, true),
                states.size(),
                states.size() - down - drained,
                down,
                drained,
                isPanic(root),
                names.size(),
                state.moving() || names.stream().anyMatch(name -> !name.settled()));
    }

    private static int count(List<String> states, String state) {
        return (int) states.stream().filter(state::equals).count();
    }

    private static boolean isPanic(LiveGroup group) {
        return group.ipv4().panic()
                || group.ipv6().panic()
                || group.groups().stream().anyMatch(PoolReader::isPanic);
    }

    /** One pool with all that is below; on the thread that writes the health book. */
    PoolsReport.Tree tree(PoolPlan plan, List<Name> owners, StatusReport report) {
        List<Status.SteeredName> names = report.names(owners).getOrDefault(plan, List.of());
        Map<String, Standing> standings = new HashMap<>();
        members(plan).forEach(standing -> standings.put(standing.member(), standing));
        return new PoolsReport.Tree(
                PoolsReport.VERSION,
                plan.name(),
                plan.zone(),
                plan.pool(),
                StatusReport.family(plan.state(), false),
                StatusReport.family(plan.state(), true),
                names,
                report.recovery(plan),
                group(LiveGroup.of(plan, report.nowMillis()), standings, capacities(plan), report));
    }

    private static PoolsReport.Group group(
            LiveGroup group, Map<String, Standing> standings, Map<String, Integer> capacities, StatusReport report) {
        return new PoolsReport.Group(
                group.name(),
                group.rule(),
                group.line(),
                group.site(),
                group.weight(),
                group.upAtLeast().toString(),
                count(group.ipv4()),
                count(group.ipv6()),
                group.groups().stream()
                        .map(child -> group(child, standings, capacities, report))
                        .toList(),
                group.members().stream()
                        .map(member -> {
                            Standing standing = standings.get(member.member());
                            return new PoolsReport.Member(
                                    member.member(),
                                    standing == null ? null : standing.site(),
                                    standing == null ? "down" : standing.stateWord(), // a member without addresses
                                    member.weight(),
                                    member.share(),
                                    capacities.get(member.member()),
                                    member.override() == null ? null : OverrideText.of(member.override()),
                                    member.addresses().stream()
                                            .map(report::address)
                                            .toList());
                        })
                        .toList());
    }

    private static PoolsReport.Count count(LiveGroup.Count count) {
        return new PoolsReport.Count(count.members(), count.up(), count.needed(), count.enough(), count.panic());
    }

    private Map<String, Integer> capacities(PoolPlan plan) {
        Map<String, Integer> capacities = new HashMap<>();
        for (Policy policy : catalog.policies()) {
            Pool pool = policy.zoneName().equals(plan.zone()) ? policy.pools().get(plan.pool()) : null;
            if (pool != null && pool.root() != null) {
                collect(pool.root(), capacities);
            }
        }
        return capacities;
    }

    private static void collect(Group group, Map<String, Integer> capacities) {
        switch (group.children()) {
            case Group.Children.Groups(var groups) -> groups.forEach(child -> collect(child, capacities));
            case Group.Children.Members(var members) ->
                members.forEach(
                        member -> member.capacity().ifPresent(most -> capacities.putIfAbsent(member.key(), most)));
        }
    }

    /** A member in a line; on the thread that writes the health book. */
    static PoolsReport.Row row(Standing member, StatusReport report) {
        MemberOverride override = member.override();
        List<Status.Address> addresses = member.addresses().map(report::address).toList();
        String why = override != null
                ? OverrideText.of(override)
                : addresses.stream()
                        .filter(address -> !address.up())
                        .map(PoolReader::why)
                        .findFirst()
                        .orElse(null);
        long since = member.sinceMillis();
        return new PoolsReport.Row(
                member.member(),
                member.plan().zone(),
                member.plan().pool(),
                member.site(),
                member.stateWord(),
                why,
                since == 0 ? null : StatusReport.instant(since),
                since == 0 ? null : report.seconds(since),
                addresses.stream()
                        .map(address -> new PoolsReport.At(address.address(), address.check(), address.up()))
                        .toList());
    }

    private static String why(Status.Address address) {
        String reason = address.reason() == null ? "down since before this start" : address.reason();
        return address.held() == null ? reason : reason + "; " + address.held();
    }
}
