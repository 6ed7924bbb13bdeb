package io.proxima.steer;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import io.proxima.net.Prefix;
import io.proxima.policy.AllDown;
import io.proxima.policy.Group;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.Rule;
import io.proxima.policy.Site;
import io.proxima.policy.Stability;
import io.proxima.policy.UpAtLeast;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A pool made up by chance, with every rule at every level, and which of its pairs are down. */
final class RandomPool {
    static final Place PLACE = Place.start("policy");
    private static final Map<String, Site> SITES = Map.of(
            "shanghai", new Site("shanghai", 31.23, 121.47),
            "guangzhou", new Site("guangzhou", 23.13, 113.26),
            "frankfurt", new Site("frankfurt", 50.11, 8.68),
            "main", new Site("main", 50.11, 8.68),
            "taveuni", new Site("taveuni", -16.8, 180),
            "pole", new Site("pole", 90, 0),
            "ring", new Site("ring", 89.5, -123));
    private static final int[] WITHIN_METRES = {0, 0, 100_000, 1_500_000, 20_100_000};
    private static final List<String> CHECKS = List.of("web", "tcp");
    private static final List<OverrideWord> WORDS = List.of(OverrideWord.values());
    private static final List<AllDown> ALL_DOWN =
            List.of(new AllDown.ServeAll(), new AllDown.ServeAll(), new AllDown.Empty(), new AllDown.Refuse());

    /** When it is asked; nothing but slow starts depends on it. */
    static final long NOW_MILLIS = 1_800_000_000_000L;

    private static final List<Duration> SLOW_STARTS =
            List.of(Duration.ofSeconds(20), Duration.ofSeconds(100), Duration.ofMinutes(10));

    private final Random random;
    /** For what came later, so that pools stay what they were but for that. */
    private final Random extra;

    private final boolean shared;
    private final List<Member> members = new ArrayList<>();
    final Map<Member, List<InetAddress>> addressesOf = new HashMap<>();
    final Set<Pair> down = new HashSet<>();
    private final Map<Pair, Long> changedAtMillis = new HashMap<>();
    final Map<PoolMember, MemberOverride> overrides = new HashMap<>();
    final Policy policy;
    final Group root;
    final Pool pool;
    private int groups;
    private boolean panics;

    /** @param shared whether a member may stand in several groups, and an address at several members */
    RandomPool(long seed, boolean shared) {
        random = new Random(seed);
        extra = new Random(~seed);
        this.shared = shared;
        root = group(1 + random.nextInt(3), null, null, null, Stability.USUAL);
        AllDown allDown = ALL_DOWN.get(random.nextInt(ALL_DOWN.size()));
        pool = new Pool("edge", root, new Rule.All(), null, root.stability(), allDown, null, PLACE);
        policy = new Policy(
                Name.parse("example.com."),
                "policy",
                Map.of(),
                Map.of(),
                Map.of(),
                SITES,
                Map.of("edge", pool),
                Map.of(),
                List.of());
        double downShare = random.nextInt(4) / 3.0;
        addressesOf
                .values()
                .forEach(addresses -> addresses.forEach(address -> CHECKS.forEach(check -> {
                    if (random.nextDouble() < downShare * 0.9) {
                        down.add(new Pair("example.com./" + check, address.getHostAddress()));
                    }
                    if (extra.nextInt(3) == 0) {
                        changedAtMillis.put(
                                new Pair("example.com./" + check, address.getHostAddress()),
                                NOW_MILLIS - extra.nextInt(700_000));
                    }
                })));
    }

    Verdict verdict(Pair pair) {
        return new Verdict(!down.contains(pair), false, changedAtMillis.getOrDefault(pair, 0L));
    }

    /** Says something of every other member, by chance. */
    RandomPool overridden(Random chance) {
        for (Member member : members) {
            OverrideWord word = WORDS.get(chance.nextInt(WORDS.size()));
            if (word != OverrideWord.AUTO && chance.nextBoolean()) {
                say(member, word);
            }
        }
        return this;
    }

    void say(Member member, OverrideWord word) {
        overrides.put(
                new PoolMember("example.com.", "edge", member.key()),
                new MemberOverride(word, MemberOverride.NO_END, "alice", "", 1, false));
    }

    List<Member> members() {
        return members;
    }

    /** Whether any of its groups has a panic share. */
    boolean panics() {
        return panics;
    }

    boolean isOverridden(Member member) {
        return overrides.containsKey(new PoolMember("example.com.", "edge", member.key()));
    }

    boolean serves(Member member, @Nullable String check, InetAddress address, boolean asIfUp) {
        MemberOverride override = overrides.get(new PoolMember("example.com.", "edge", member.key()));
        return override == null ? asIfUp || isUp(check, address) : override.word() == OverrideWord.FORCE_UP;
    }

    boolean isUp(@Nullable String check, InetAddress address) {
        return check == null || !down.contains(new Pair("example.com./" + check, address.getHostAddress()));
    }

    /** How long ago an address came up, as far as it ever did. */
    Optional<Duration> upSince(@Nullable String check, InetAddress address) {
        return check == null
                ? Optional.empty()
                : Optional.ofNullable(changedAtMillis.get(new Pair("example.com./" + check, address.getHostAddress())))
                        .map(changed -> Duration.ofMillis(NOW_MILLIS - changed));
    }

    private Group group(
            int depth, @Nullable String line, @Nullable String site, @Nullable String check, Stability stability) {
        String name = "g" + groups++;
        String ownSite = random.nextInt(3) == 0 ? oneOf(List.copyOf(SITES.keySet())) : site;
        String ownCheck = random.nextInt(3) > 0 ? oneOf(CHECKS) : check;
        UpAtLeast upAtLeast = random.nextInt(6) == 0 ? UpAtLeast.members(2) : stability.upAtLeast();
        Stability own = new Stability(
                extra.nextInt(6) == 0 ? new UpAtLeast(extra.nextInt(101), true) : upAtLeast,
                extra.nextInt(5) == 0 ? 1 + extra.nextInt(100) : 0,
                extra.nextInt(4) == 0 ? SLOW_STARTS.get(extra.nextInt(SLOW_STARTS.size())) : stability.slowStart());
        panics |= own.panicPercent() > 0;
        OptionalInt weight = random.nextInt(3) == 0 ? OptionalInt.of(random.nextInt(4)) : OptionalInt.empty();
        boolean leaf = depth == 0 || random.nextInt(4) == 0;
        Rule rule = rule(leaf);
        Group.Children children = leaf
                ? new Group.Children.Members(someMembers())
                : new Group.Children.Groups(groups(depth - 1, rule, ownSite, ownCheck, own));
        return new Group(name, line, weight, ownSite, rule, ownCheck, own, random.nextInt(4) == 0, children, PLACE);
    }

    private List<Group> groups(
            int depth, Rule rule, @Nullable String site, @Nullable String check, Stability stability) {
        List<String> lines = new ArrayList<>(TestNetworks.LINES);
        Collections.shuffle(lines, random);
        int count = 1 + random.nextInt(3);
        boolean byLine = rule instanceof Rule.Line;
        return IntStream.range(0, count)
                .mapToObj(i ->
                        group(depth, byLine ? i == count - 1 ? "default" : lines.get(i) : null, site, check, stability))
                .toList();
    }

    private Rule rule(boolean leaf) {
        return switch (random.nextInt(leaf ? 7 : 8)) {
            case 0 -> new Rule.Weighted();
            case 1 -> new Rule.RoundRobin();
            case 2 -> new Rule.Random();
            case 3 -> new Rule.All();
            case 4 -> new Rule.Failover();
            case 5 -> new Rule.Nearest(WITHIN_METRES[random.nextInt(WITHIN_METRES.length)]);
            case 6 ->
                new Rule.ConsistentHash(
                        random.nextBoolean()
                                ? new Rule.Key.BestLine()
                                : new Rule.Key.Network(1 + random.nextInt(32), 1 + random.nextInt(128)));
            default -> new Rule.Line();
        };
    }

    private List<Member> someMembers() {
        Set<Member> chosen = new java.util.LinkedHashSet<>();
        int count = 1 + random.nextInt(3);
        while (chosen.size() < count) {
            boolean known = shared && !members.isEmpty() && random.nextInt(3) == 0;
            chosen.add(known ? oneOf(members) : member());
        }
        return List.copyOf(chosen);
    }

    private Member member() {
        String key = "m" + members.size();
        Member member = new Member(
                key,
                new Member.Source.Owner(Name.parse(key + ".example.com.")),
                random.nextInt(5),
                random.nextInt(3) == 0 ? oneOf(List.copyOf(SITES.keySet())) : null,
                random.nextInt(6) == 0 ? oneOf(CHECKS) : null,
                extra.nextInt(8) == 0 ? SLOW_STARTS.get(extra.nextInt(SLOW_STARTS.size())) : null,
                random.nextInt(4) == 0 ? random.nextBoolean() : null,
                PLACE);
        members.add(member);
        List<InetAddress> addresses = new ArrayList<>();
        int families = 1 + random.nextInt(3);
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            int number = shared && random.nextInt(6) == 0 ? 1 : 2 * members.size() + i;
            if ((families & 1) != 0) {
                addresses.add(Prefix.address("192.0.2." + number));
            }
            if ((families & 2) != 0) {
                addresses.add(Prefix.address("2001:db8::" + Integer.toHexString(number)));
            }
        }
        addressesOf.put(member, addresses.stream().distinct().toList());
        return member;
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
