package io.proxima.steer;

import io.proxima.geo.Coordinates;
import io.proxima.net.Prefix;
import io.proxima.policy.AllDown;
import io.proxima.policy.Group;
import io.proxima.policy.Member;
import io.proxima.policy.Rule;
import io.proxima.policy.Site;
import io.proxima.policy.Stability;
import io.proxima.policy.UpAtLeast;
import java.math.BigInteger;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pool is to answer by the words of the design, worked out from the policy's tree by enumeration.
 *
 * <p>The referee of the compiled walk: slow, and without a line in common with it.
 */
final class NaivePool {
    /** An address of a member, and how much of the member's weight falls to it. */
    private record Card(InetAddress address, double weight) {}

    /** All members, those that nobody takes out, or those that are up by their checks or by an operator's word. */
    private enum Which {
        ALL,
        SERVABLE,
        UP
    }

    private final RandomPool of;
    private final TestNetworks networks;
    private final boolean ipv6;
    private final int answers;
    /** Whether members count as up whatever their verdicts: everything was down, and all are to serve. */
    private final boolean asIfUp;
    /** Whether members that are down in the other family are dropped in this one, where they say so. */
    private final boolean dropping;

    private final Map<Group, List<Group>> sites = new HashMap<>();
    /** By name, the groups in which so few members are up that all of them serve, and the groups in those. */
    private final Set<String> panicking = new HashSet<>();

    private NaivePool(
            RandomPool of, TestNetworks networks, boolean ipv6, int answers, boolean asIfUp, boolean dropping) {
        this.of = of;
        this.networks = networks;
        this.ipv6 = ipv6;
        this.answers = answers;
        this.asIfUp = asIfUp;
        this.dropping = dropping;
        findPanic(of.root, false);
    }

    /** The pool in one family, serving down members where the policy says so. */
    static NaivePool of(RandomPool of, boolean ipv6, int answers) {
        return of(of, TestNetworks.USUAL, ipv6, answers);
    }

    static NaivePool of(RandomPool of, TestNetworks networks, boolean ipv6, int answers) {
        NaivePool asItIs = new NaivePool(of, networks, ipv6, answers, false, false);
        NaivePool otherFamily = new NaivePool(of, networks, !ipv6, answers, false, false);
        NaivePool together = new NaivePool(of, networks, ipv6, answers, false, true);
        if (otherFamily.isUp(of.root) && together.isUp(of.root)) {
            return together;
        }
        boolean serveAll = of.pool.allDown() instanceof AllDown.ServeAll;
        return serveAll && asItIs.isPresent(of.root) && !asItIs.isUp(of.root)
                ? new NaivePool(of, networks, ipv6, answers, true, false)
                : asItIs;
    }

    PlanState.Outcome outcome() {
        if (!isPresent(of.root)) {
            return PlanState.Outcome.NODATA;
        }
        if (isUp(of.root)) {
            return PlanState.Outcome.ADDRESSES;
        }
        // With serve-all nobody is served only where every member is drained or forced down.
        return of.pool.allDown() instanceof AllDown.Refuse ? PlanState.Outcome.SERVFAIL : PlanState.Outcome.NODATA;
    }

    /** The sets of addresses that a client may be given, and how likely each is. */
    Map<Set<InetAddress>, Double> sets(Prefix client) {
        return below(of.root, client, Set.of());
    }

    /** How likely each address is to be in an answer. */
    Map<InetAddress, Double> addresses(Prefix client) {
        Map<InetAddress, Double> addresses = new HashMap<>();
        sets(client).forEach((set, chance) -> set.forEach(address -> addresses.merge(address, chance, Double::sum)));
        return addresses;
    }

    int scope(Prefix client) {
        return scope(of.root, client);
    }

    private int scope(Group group, Prefix client) {
        List<Group> groups = groups(group);
        return switch (group.choose()) {
            case Rule.Line _, Rule.Nearest _ ->
                Math.max(
                        depth(client, at -> bands(group, at)),
                        serving(group, client).stream()
                                .mapToInt(child -> scope(child, client))
                                .max()
                                .orElse(0));

            case Rule.Failover() ->
                groups.stream()
                        .filter(this::isUp)
                        .mapToInt(child -> scope(child, client))
                        .findFirst()
                        .orElse(0);
            case Rule.ConsistentHash(Rule.Key key) ->
                Math.max(
                        switch (key) {
                            case Rule.Key.Network(int ipv4Bits, int ipv6Bits) -> client.ipv6() ? ipv6Bits : ipv4Bits;
                            case Rule.Key.BestLine() -> depth(client, this::bestLine);
                        },
                        hashed(group, client).stream()
                                .mapToInt(child -> scope(child, client))
                                .findFirst()
                                .orElse(0));
            default ->
                groups.stream()
                        .filter(this::isUp)
                        .mapToInt(child -> scope(child, client))
                        .max()
                        .orElse(0);
        };
    }

    /** The length of the shortest prefix around a client in which something is the same for all. */
    private int depth(Prefix client, Function<Prefix, Object> something) {
        Object here = something.apply(client);
        for (int length = 0; ; length++) {
            Prefix around = Prefix.masked(client.ipv6(), client.high(), client.low(), length);
            if (networks.pieces(around).stream()
                    .allMatch(piece -> something.apply(piece).equals(here))) {
                return length;
            }
        }
    }

    /** What comes of adding a group's share to what is already in the answer. */
    private Map<Set<InetAddress>, Double> below(Group group, Prefix client, Set<InetAddress> before) {
        if (answers != 0 && before.size() >= answers) {
            return Map.of(before, 1.0);
        }
        List<Group> up = groups(group).stream().filter(this::isUp).toList();
        if (up.isEmpty()) {
            return leaf(group, client, before);
        }
        return switch (group.choose()) {
            case Rule.Line _ -> below(serving(group, client).getFirst(), client, before);
            case Rule.Nearest _ -> {
                List<Group> near = serving(group, client);
                if (group.children() instanceof Group.Children.Groups) {
                    yield mixed(near, this::weight, child -> below(child, client, before));
                }
                List<Member> together =
                        near.stream().flatMap(site -> members(site).stream()).toList();
                yield leaf(with(near.getFirst(), together), client, before);
            }
            case Rule.Failover() -> below(up.getFirst(), client, before);
            case Rule.ConsistentHash _ -> below(hashed(group, client).getFirst(), client, before);
            case Rule.RoundRobin(), Rule.Random() -> mixed(up, this::share, child -> below(child, client, before));
            case Rule.Weighted() -> mixed(up, this::weight, child -> below(child, client, before));
            case Rule.All() ->
                mixed(IntStream.range(0, up.size()).boxed().toList(), _ -> 1, start -> {
                    Map<Set<InetAddress>, Double> soFar = Map.of(before, 1.0);
                    for (int i = 0; i < up.size(); i++) {
                        Group child = up.get((start + i) % up.size());
                        soFar = then(soFar, given -> below(child, client, given));
                    }
                    return soFar;
                });
        };
    }

    private Map<Set<InetAddress>, Double> leaf(Group group, Prefix client, Set<InetAddress> before) {
        List<Member> up =
                members(group).stream().filter(member -> isUp(group, member)).toList();
        if (group.choose() instanceof Rule.Failover) {
            List<InetAddress> first = live(group, up.getFirst());
            return windows(first, answers == 0 ? first.size() : answers, before);
        }
        List<Card> cards = new ArrayList<>();
        for (Member member : up) {
            List<InetAddress> live = live(group, member);
            live.forEach(address ->
                    cards.add(new Card(address, share(group, member, address) * member.weight() / live.size())));
        }
        List<InetAddress> all = cards.stream().map(Card::address).toList();
        List<Card> even = up.stream()
                .flatMap(member ->
                        live(group, member).stream().map(address -> new Card(address, share(group, member, address))))
                .toList();
        boolean ramping = even.stream().anyMatch(card -> card.weight < 1);
        return switch (group.choose()) {
            case Rule.All() -> windows(all, answers == 0 ? all.size() : answers, before);
            case Rule.RoundRobin() when !ramping -> windows(all, answers == 0 ? 1 : answers, before);
            case Rule.ConsistentHash(Rule.Key key) -> {
                Set<InetAddress> given = before;
                for (InetAddress address : ranked(group, key(key, client), up).stream()
                        .limit(answers == 0 ? 1 : answers)
                        .toList()) {
                    given = with(given, address);
                }
                yield Map.of(given, 1.0);
            }
            case Rule.Random(), Rule.RoundRobin() -> drawn(even, answers == 0 ? 1 : answers, before);
            default -> {
                boolean equal = cards.stream().allMatch(card -> card.weight == 0);
                List<Card> eligible = cards.stream()
                        .filter(card -> equal || card.weight > 0)
                        .map(card -> equal ? new Card(card.address, 1) : card)
                        .toList();
                yield drawn(eligible, answers == 0 ? 1 : answers, before);
            }
        };
    }

    private String bestLine(Prefix client) {
        return networks.lines(client).stream().findFirst().orElse("default");
    }

    private BigInteger key(Rule.Key key, Prefix client) {
        return switch (key) {
            case Rule.Key.Network(int ipv4Bits, int ipv6Bits) ->
                NaiveHash.network(client, client.ipv6() ? ipv6Bits : ipv4Bits);
            case Rule.Key.BestLine() -> NaiveHash.name(bestLine(client));
        };
    }

    /** The groups that are up, in the order in which they serve a client by hash. */
    private List<Group> hashed(Group group, Prefix client) {
        return NaiveHash.ranked(
                groups(group).stream().filter(this::isUp).toList(),
                key(((Rule.ConsistentHash) group.choose()).key(), client),
                child -> NaiveHash.name("example.com./edge", group.name(), child.name()),
                child -> child.weight().orElseGet(() -> presentWeight(child)));
    }

    private int presentWeight(Group group) {
        return groups(group).isEmpty()
                ? members(group).stream()
                        .filter(member -> !addresses(member).isEmpty())
                        .mapToInt(Member::weight)
                        .sum()
                : groups(group).stream().mapToInt(this::presentWeight).sum();
    }

    /** The addresses of members in the order in which they serve a key by hash. */
    private List<InetAddress> ranked(Group group, BigInteger key, List<Member> up) {
        return NaiveHash.ranked(
                        up,
                        key,
                        member -> NaiveHash.name("example.com./edge", group.name(), member.key() + ".example.com."),
                        Member::weight)
                .stream()
                .flatMap(member -> live(group, member).stream()
                        .sorted(Comparator.comparing(
                                address -> NaiveHash.name(
                                        "example.com./edge",
                                        group.name(),
                                        member.key() + ".example.com.",
                                        address.getHostAddress()),
                                NaiveHash.byRank(key))))
                .toList();
    }

    private Map<Set<InetAddress>, Double> windows(List<InetAddress> all, int most, Set<InetAddress> before) {
        return mixed(IntStream.range(0, all.size()).boxed().toList(), _ -> 1, start -> {
            Set<InetAddress> given = before;
            for (int i = 0; i < Math.min(most, all.size()); i++) {
                given = with(given, all.get((start + i) % all.size()));
            }
            return Map.of(given, 1.0);
        });
    }

    /** Without replacement, one after another; an address of two members is on two cards. */
    private Map<Set<InetAddress>, Double> drawn(List<Card> from, int most, Set<InetAddress> before) {
        if (most == 0 || from.isEmpty()) {
            return Map.of(before, 1.0);
        }
        return mixed(IntStream.range(0, from.size()).boxed().toList(), i -> from.get(i).weight, i -> {
            List<Card> rest = new ArrayList<>(from);
            InetAddress address = rest.remove((int) i).address;
            return drawn(rest, most - 1, with(before, address));
        });
    }

    private Set<InetAddress> with(Set<InetAddress> given, InetAddress address) {
        Set<InetAddress> more = new LinkedHashSet<>(given);
        if (answers == 0 || more.size() < answers) {
            more.add(address);
        }
        return more;
    }

    private static <T> Map<Set<InetAddress>, Double> mixed(
            List<T> cases, Function<T, Number> weight, Function<T, Map<Set<InetAddress>, Double>> outcome) {
        double total = cases.stream()
                .mapToDouble(one -> weight.apply(one).doubleValue())
                .sum();
        Map<Set<InetAddress>, Double> mixed = new HashMap<>();
        for (T one : cases) {
            double share = total == 0 ? 1.0 / cases.size() : weight.apply(one).doubleValue() / total;
            if (share > 0) {
                outcome.apply(one).forEach((set, chance) -> mixed.merge(set, share * chance, Double::sum));
            }
        }
        return mixed;
    }

    private static Map<Set<InetAddress>, Double> then(
            Map<Set<InetAddress>, Double> first, Function<Set<InetAddress>, Map<Set<InetAddress>, Double>> next) {
        Map<Set<InetAddress>, Double> both = new HashMap<>();
        first.forEach((given, chance) ->
                next.apply(given).forEach((set, more) -> both.merge(set, chance * more, Double::sum)));
        return both;
    }

    /** A group of members as another has it, with others. */
    private static Group with(Group group, List<Member> members) {
        return new Group(
                group.name(),
                null,
                group.weight(),
                null,
                group.choose(),
                group.check(),
                group.stability(),
                group.dropTogether(),
                new Group.Children.Members(members),
                group.place());
    }

    /** Those of a group's children that share its clients: the first that is up, and what is as near as that. */
    private List<Group> serving(Group group, Prefix client) {
        return bands(group, client).stream()
                .filter(band -> isUp(band.getFirst()))
                .findFirst()
                .map(band -> band.stream().filter(this::isUp).toList())
                .orElse(List.of());
    }

    /** Each of a group's children in the order in which they serve a client, with all behind it that are as good. */
    private List<List<Group>> bands(Group group, Prefix client) {
        List<Group> groups = groups(group);
        Map<Group, List<Group>> bands = new LinkedHashMap<>();
        if (group.choose() instanceof Rule.Line) {
            Stream.concat(networks.lines(client).stream(), Stream.of("default"))
                    .forEach(line -> groups.stream()
                            .filter(child -> line.equals(child.line()))
                            .forEach(child -> bands.put(child, List.of(child))));
        } else if (group.choose() instanceof Rule.Nearest(int withinMetres)) {
            networks.coordinates(client).ifPresent(here -> {
                List<Group> placed = groups.stream()
                        .filter(child -> child.site() != null)
                        .sorted(Comparator.comparingLong(child -> metres(here, site(child))))
                        .toList();
                for (int i = 0; i < placed.size(); i++) {
                    long farthest = metres(here, site(placed.get(i))) + withinMetres;
                    bands.put(
                            placed.get(i),
                            placed.subList(i, placed.size()).stream()
                                    .filter(child -> metres(here, site(child)) <= farthest)
                                    .toList());
                }
            });
        }
        groups.forEach(child -> bands.putIfAbsent(child, List.of(child)));
        return List.copyOf(bands.values());
    }

    private Site site(Group group) {
        return Objects.requireNonNull(of.policy.sites().get(Objects.requireNonNull(group.site())));
    }

    /** Along the surface, by the angle between two vectors. */
    static long metres(Coordinates from, Site to) {
        double[] a = onSphere(from.latitude(), from.longitude());
        double[] b = onSphere(to.latitude(), to.longitude());
        double cosine = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        double sine =
                Math.hypot(Math.hypot(a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2]), a[0] * b[1] - a[1] * b[0]);
        return Math.round(Math.atan2(sine, cosine) * 6_371_008.8);
    }

    private static double[] onSphere(double latitude, double longitude) {
        double north = Math.toRadians(latitude);
        double east = Math.toRadians(longitude);
        return new double[] {Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)};
    }

    /** The groups in a group; the members of a {@code nearest} group stand in one group a site, drawn by weight. */
    private List<Group> groups(Group group) {
        return switch (group.children()) {
            case Group.Children.Groups inner -> inner.groups();
            case Group.Children.Members leaf
            when group.choose() instanceof Rule.Nearest ->
                sites.computeIfAbsent(group, _ -> bySite(group, leaf.members()));
            case Group.Children.Members _ -> List.of();
        };
    }

    private static List<Group> bySite(Group group, List<Member> members) {
        Map<Optional<String>, List<Member>> sites = new LinkedHashMap<>();
        members.forEach(member -> sites.computeIfAbsent(
                        Optional.ofNullable(member.site()).or(() -> Optional.ofNullable(group.site())),
                        _ -> new ArrayList<>())
                .add(member));
        return sites.entrySet().stream()
                .map(site -> new Group(
                        group.name() + site.getKey(),
                        null,
                        OptionalInt.empty(),
                        site.getKey().orElse(null),
                        new Rule.Weighted(),
                        group.check(),
                        new Stability(UpAtLeast.ONE, 0, group.stability().slowStart()),
                        group.dropTogether(),
                        new Group.Children.Members(site.getValue()),
                        group.place()))
                .toList();
    }

    private List<Member> members(Group group) {
        return group.children() instanceof Group.Children.Members leaf ? leaf.members() : List.of();
    }

    private boolean isPresent(Group group) {
        return anyMember(group, member -> !addresses(member).isEmpty());
    }

    private boolean anyMember(Group group, Predicate<Member> which) {
        return members(group).stream().anyMatch(which)
                || groups(group).stream().anyMatch(child -> anyMember(child, which));
    }

    private boolean isUp(Group group) {
        return ignoresHealth(group) ? !members(group, Which.SERVABLE).isEmpty() : isReallyUp(group);
    }

    /** Whether a group's members count as up whatever their verdicts. */
    private boolean ignoresHealth(Group group) {
        return asIfUp || panicking.contains(group.name());
    }

    private void findPanic(Group group, boolean above) {
        boolean panic = above
                || (isReallyUp(group)
                        && 100 * members(group, Which.UP).size()
                                < group.stability().panicPercent()
                                        * members(group, Which.SERVABLE).size());
        if (panic) {
            panicking.add(group.name());
        }
        groups(group).forEach(child -> findPanic(child, panic));
    }

    private boolean isReallyUp(Group group) {
        int up = members(group, Which.UP).size();
        int all = members(group, Which.ALL).size();
        UpAtLeast upAtLeast = group.stability().upAtLeast();
        boolean enough = upAtLeast.percent() ? 100 * up >= upAtLeast.amount() * all : up >= upAtLeast.amount();
        return up > 0
                && enough
                && (groups(group).isEmpty() || groups(group).stream().anyMatch(this::isReallyUp));
    }

    /** The keys of members of the family below a group. */
    private Set<String> members(Group group, Which which) {
        Set<String> keys = new HashSet<>();
        groups(group).forEach(child -> keys.addAll(members(child, which)));
        if (groups(group).isEmpty()) {
            members(group).stream()
                    .filter(member -> addresses(member).stream()
                            .anyMatch(address -> which == Which.ALL
                                    || (of.serves(member, check(group, member), address, which == Which.SERVABLE)
                                            && (which == Which.SERVABLE || !isDropped(group, member)))))
                    .forEach(member -> keys.add(member.key()));
        }
        return keys;
    }

    private double weight(Group group) {
        return group.weight().isPresent() ? group.weight().getAsInt() * share(group) : membersWeight(group, true);
    }

    /** The part of its share that a group has while members of it are in a slow start. */
    private double share(Group group) {
        double full = membersWeight(group, false);
        return full == 0 ? 1 : membersWeight(group, true) / full;
    }

    private double membersWeight(Group group, boolean ramped) {
        double weight = 0;
        for (Group child : groups(group)) {
            weight += isUp(child) ? membersWeight(child, ramped) : 0;
        }
        for (Member member : groups(group).isEmpty() ? members(group) : List.<Member>of()) {
            List<InetAddress> live = live(group, member);
            for (InetAddress address : live) {
                weight += member.weight() * (ramped ? share(group, member, address) : 1) / live.size();
            }
        }
        return weight;
    }

    /** A tenth when the address came up, all of it when the slow start is over; a second or a hundredth of it a step. */
    private double share(Group group, Member member, InetAddress address) {
        Duration own = member.slowStart();
        double slow = (own == null ? group.stability().slowStart() : own).toSeconds();
        double since = of.upSince(check(group, member), address)
                .map(duration -> duration.toMillis() / 1000.0)
                .orElse(slow);
        if (ignoresHealth(group) || of.isOverridden(member) || since >= slow) {
            return 1;
        }
        double step = Math.max(1, slow / 100);
        return 0.1 + 0.9 * Math.floor(since / step) * step / slow;
    }

    private boolean isUp(Group group, Member member) {
        return !live(group, member).isEmpty();
    }

    private static @Nullable String check(Group group, Member member) {
        return member.check() == null ? group.check() : member.check();
    }

    private List<InetAddress> live(Group group, Member member) {
        if (!ignoresHealth(group) && isDropped(group, member)) {
            return List.of();
        }
        return addresses(member).stream()
                .filter(address -> of.serves(member, check(group, member), address, ignoresHealth(group)))
                .toList();
    }

    private boolean isDropped(Group group, Member member) {
        List<InetAddress> others = addresses(member, !ipv6);
        return dropping
                && Optional.ofNullable(member.dropTogether()).orElse(group.dropTogether())
                && !others.isEmpty()
                && others.stream().noneMatch(other -> of.serves(member, check(group, member), other, false));
    }

    private List<InetAddress> addresses(Member member) {
        return addresses(member, ipv6);
    }

    private List<InetAddress> addresses(Member member, boolean family) {
        return Objects.requireNonNull(of.addressesOf.get(member)).stream()
                .filter(address -> (address.getAddress().length == 16) == family)
                .toList();
    }
}
