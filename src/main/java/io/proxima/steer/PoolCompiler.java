package io.proxima.steer;

import io.proxima.geo.Coordinates;
import io.proxima.geo.Geography;
import io.proxima.geo.LineMap;
import io.proxima.health.Pair;
import io.proxima.policy.Group;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.Rule;
import io.proxima.policy.Site;
import io.proxima.policy.Stability;
import io.proxima.policy.UpAtLeast;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compiles the pools of one policy to plans; on the writer thread. */
public final class PoolCompiler {
    private final Policy policy;
    private final Geography geography;
    private final Ordinals ordinals;
    private final Function<Member, List<InetAddress>> addressesOf;

    /**
     * @param addressesOf what a member's owner name, or its literal, gives
     */
    public PoolCompiler(
            Policy policy, Geography geography, Ordinals ordinals, Function<Member, List<InetAddress>> addressesOf) {
        this.policy = policy;
        this.geography = geography;
        this.ordinals = ordinals;
        this.addressesOf = addressesOf;
    }

    /** The plan of a pool with groups or members of its own. */
    public PoolPlan compile(int number, Pool pool, Group root) {
        return new Build(policy.zone() + "/" + pool.name(), pool).plan(number, root);
    }

    /** The plan of a flat pool for one steered name: the addresses are its own RRsets', every weight 1. */
    public PoolPlan compileFlat(int number, Pool pool, String ownerName, List<InetAddress> addresses) {
        List<Member> members = addresses.stream()
                .map(address -> new Member(
                        address.getHostAddress(),
                        new Member.Source.Literal(address),
                        1,
                        null,
                        pool.flatCheck(),
                        null,
                        pool.place()))
                .toList();
        Group root = new Group(
                pool.name(),
                null,
                java.util.OptionalInt.empty(),
                null,
                pool.flatRule(),
                pool.flatCheck(),
                pool.stability(),
                new Group.Children.Members(members),
                pool.place());
        return new Build(policy.zone() + "/" + pool.name() + "@" + ownerName, pool).plan(number, root);
    }

    /** How a pair's check is named among all zones. */
    public static String checkName(Policy policy, String check) {
        return policy.zone() + "/" + check;
    }

    private final class Build {
        private final String planName;
        private final Pool pool;
        private final List<@Nullable PlanNode> nodes = new ArrayList<>();
        private final Map<PlanAddress, Integer> addresses = new LinkedHashMap<>();
        private final Map<String, Integer> memberNumbers = new HashMap<>();

        Build(String planName, Pool pool) {
            this.planName = planName;
            this.pool = pool;
        }

        PoolPlan plan(int number, Group root) {
            add(root);
            PlanNode[] compiled =
                    nodes.stream().map(java.util.Objects::requireNonNull).toArray(PlanNode[]::new);
            return new PoolPlan(
                    number,
                    policy.zoneName(),
                    pool.name(),
                    planName,
                    compiled,
                    List.copyOf(addresses.keySet()),
                    pool.allDown());
        }

        private int add(Group group) {
            return switch (group.children()) {
                case Group.Children.Groups inner -> inner(group, inner.groups());
                case Group.Children.Members leaf ->
                    group.choose() instanceof Rule.Nearest
                            ? inner(group, bySite(group, leaf.members()))
                            : leaf(group, leaf.members());
            };
        }

        private int leaf(Group group, List<Member> members) {
            List<PlanNode.Slot> slots = members.stream()
                    .map(member -> new PlanNode.Slot(
                            member.key(),
                            memberNumbers.computeIfAbsent(member.identity(), _ -> memberNumbers.size()),
                            member.weight(),
                            Ramp.of(group, member),
                            numbers(group, member),
                            identities(group, member)))
                    .toList();
            int number = nodes.size();
            Rendezvous rendezvous =
                    rendezvous(group, members.stream().map(Member::identity).toList());
            nodes.add(node(group, new int[0], slots, null, rendezvous, false));
            return number;
        }

        /** Of the member's addresses, where something heeds them. */
        private long[] identities(Group group, Member member) {
            return group.choose() instanceof Rule.ConsistentHash
                    ? addressesOf.apply(member).stream()
                            .mapToLong(address -> identity(group, member.identity(), address.getHostAddress()))
                            .toArray()
                    : new long[0];
        }

        private int[] numbers(Group group, Member member) {
            String check = member.check() == null ? group.check() : member.check();
            String site = member.site() == null ? group.site() : member.site();
            return addressesOf.apply(member).stream()
                    .mapToInt(address -> {
                        Pair pair = check == null ? null : new Pair(checkName(policy, check), address.getHostAddress());
                        PlanAddress key = new PlanAddress(member.key(), address, site, pair);
                        return addresses.computeIfAbsent(key, _ -> addresses.size());
                    })
                    .toArray();
        }

        private int inner(Group group, List<Group> groups) {
            int number = nodes.size();
            nodes.add(null); // its children come first, but have greater numbers
            int[] children = groups.stream().mapToInt(this::add).toArray();
            @Nullable
            ClientOrders orders = switch (group.choose()) {
                case Rule.Line() -> byLine(groups);
                case Rule.Nearest(int withinMetres) -> byDistance(groups, withinMetres);
                default -> null;
            };
            boolean dependent = IntStream.of(children).anyMatch(child -> {
                PlanNode node = nodes.get(child);
                return node != null && node.clientDependent;
            });
            Rendezvous rendezvous =
                    rendezvous(group, groups.stream().map(Group::name).toList());
            nodes.set(number, node(group, children, List.of(), orders, rendezvous, dependent));
            return number;
        }

        private PlanNode node(
                Group group,
                int[] children,
                List<PlanNode.Slot> slots,
                @Nullable ClientOrders orders,
                @Nullable Rendezvous rendezvous,
                boolean dependentBelow) {
            return new PlanNode(
                    group.name(),
                    PlanNode.Kind.word(group.choose()),
                    group.line(),
                    PlanNode.Kind.of(group.choose()),
                    children,
                    slots,
                    group.weight().orElse(-1),
                    group.stability().upAtLeast(),
                    group.stability().panicPercent(),
                    ordinals.of(planName + "/" + group.name() + " A"),
                    ordinals.of(planName + "/" + group.name() + " AAAA"),
                    orders == null ? null : orders.classes(),
                    orders == null ? new int[0][] : orders.orders().toArray(int[][]::new),
                    orders == null ? new int[0][] : orders.ends().toArray(int[][]::new),
                    group.children() instanceof Group.Children.Members && children.length > 0,
                    rendezvous,
                    dependentBelow || orders != null || rendezvous != null);
        }

        private ClientOrders byLine(List<Group> groups) {
            List<String> lines = groups.stream().map(PoolCompiler::lineOf).toList();
            return ClientOrders.byLine(geography.lineMap(lines), lines);
        }

        private ClientOrders byDistance(List<Group> groups, int withinMetres) {
            Map<Coordinates, List<Integer>> sites = new LinkedHashMap<>();
            for (int i = 0; i < groups.size(); i++) {
                Coordinates at = coordinates(groups.get(i).site());
                if (at != null) {
                    sites.computeIfAbsent(at, _ -> new ArrayList<>()).add(i);
                }
            }
            return ClientOrders.byDistance(
                    geography.siteMap(List.copyOf(sites.keySet()), withinMetres),
                    List.copyOf(sites.values()),
                    groups.size());
        }

        /** How a group ranks its children, known by their names; null where it chooses otherwise. */
        private @Nullable Rendezvous rendezvous(Group group, List<String> names) {
            if (!(group.choose() instanceof Rule.ConsistentHash(Rule.Key key))) {
                return null;
            }
            long[] identities =
                    names.stream().mapToLong(name -> identity(group, name)).toArray();
            return switch (key) {
                case Rule.Key.Network(int ipv4Bits, int ipv6Bits) ->
                    Rendezvous.ofNetworks(ipv4Bits, ipv6Bits, identities);
                case Rule.Key.BestLine() -> {
                    LineMap map = geography.bestLines();
                    long[] keys = map.linesOfClass().stream()
                            .mapToLong(lines -> Rendezvous.hash(lines.getFirst()))
                            .toArray();
                    yield Rendezvous.ofLines(map.tables().table(), keys, identities);
                }
            };
        }

        private long identity(Group group, String... child) {
            String[] parts = Stream.concat(Stream.of(planName, group.name()), Arrays.stream(child))
                    .toArray(String[]::new);
            return Rendezvous.hash(parts);
        }

        /** Members of one site each, in the order in which the sites first stand; drawn by weight. */
        private List<Group> bySite(Group group, List<Member> members) {
            Map<String, List<Member>> sites = new LinkedHashMap<>();
            for (Member member : members) {
                String site = member.site() != null ? member.site() : group.site() != null ? group.site() : "";
                sites.computeIfAbsent(site, _ -> new ArrayList<>()).add(member);
            }
            return sites.entrySet().stream()
                    .map(entry -> new Group(
                            group.name() + "/" + (entry.getKey().isEmpty() ? "elsewhere" : entry.getKey()),
                            null,
                            java.util.OptionalInt.empty(),
                            entry.getKey().isEmpty() ? null : entry.getKey(),
                            new Rule.Weighted(),
                            group.check(),
                            new Stability(UpAtLeast.ONE, 0, group.stability().slowStart()),
                            new Group.Children.Members(entry.getValue()),
                            group.place()))
                    .toList();
        }

        private @Nullable Coordinates coordinates(@Nullable String site) {
            Site known = site == null ? null : policy.sites().get(site);
            return known == null ? null : new Coordinates(known.latitude(), known.longitude());
        }
    }

    private static String lineOf(Group group) {
        return group.line() == null ? "" : group.line();
    }
}
