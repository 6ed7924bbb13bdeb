package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import io.proxima.policy.Group;
import io.proxima.policy.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a resolver may do with a scope: give one client's answer to every client in that prefix (RFC 7871 section 7.3.1).
 *
 * <p>Maps, pools, verdicts and sources are made up by chance, and every piece that a map cuts a returned prefix into is looked
 * at. {@code -Dscope.pairs=100000000} looks at more pairs of source and scope than the million of each build.
 */
class ScopeTest {
    private static final int SOURCES_A_POOL = 4_000;
    private static final long PAIRS = Long.getLong("scope.pairs", 1_000_000);

    /** Answers of one pool and family by piece of the map, each piece known by its first address. */
    private static final class Answers {
        private final NaivePool naive;
        private final Map<Prefix, Map<Set<InetAddress>, Double>> known = new HashMap<>();

        Answers(NaivePool naive) {
            this.naive = naive;
        }

        Map<Set<InetAddress>, Double> of(Prefix client) {
            return known.computeIfAbsent(client, naive::sets);
        }
    }

    /** A source as resolvers send it: an address near a border of the map, cut to some length and padded with zeros. */
    private static Prefix source(TestNetworks networks, Random random) {
        Prefix near = random.nextInt(20) == 0
                ? new Prefix(true, 0, 0xffff_0000_0000L | Integer.toUnsignedLong(random.nextInt()), 128)
                : networks.client(random);
        int width = Prefix.width(near.ipv6());
        int length = random.nextInt(3) == 0 ? 1 + random.nextInt(width) : near.ipv6() ? 56 : 24;
        Prefix cut = Prefix.masked(near.ipv6(), near.high(), near.low(), length);
        return new Prefix(cut.ipv6(), cut.high(), cut.low(), width);
    }

    private static Prefix first(Prefix prefix) {
        return new Prefix(prefix.ipv6(), prefix.high(), prefix.low(), Prefix.width(prefix.ipv6()));
    }

    private static boolean hashesNetworks(Group group) {
        return group.choose() instanceof Rule.ConsistentHash(Rule.Key.Network _)
                || (group.children() instanceof Group.Children.Groups(List<Group> groups)
                        && groups.stream().anyMatch(ScopeTest::hashesNetworks));
    }

    @Test
    void noScopeReachesAClientWhoIsAnsweredOtherwise(@TempDir Path folder) throws IOException {
        long pairs = 0;
        int narrow = 0;
        int hashed = 0;
        int longer = 0;
        for (int seed = 0; pairs < PAIRS; seed++) {
            Random random = new Random(seed);
            TestNetworks networks = seed % 5 == 0 ? TestNetworks.USUAL : TestNetworks.random(random);
            Path own = Files.createDirectories(folder.resolve("" + seed));
            Geography geography = networks.geography(own);
            RandomPool made = new RandomPool(seed, false);
            CompiledPool pool = new CompiledPool(made, geography, seed);
            boolean ipv6 = random.nextInt(3) == 0;
            NaivePool naive = NaivePool.of(made, networks, ipv6, 1);
            if (naive.outcome() != PlanState.Outcome.ADDRESSES || !pool.plan.clientDependent()) {
                continue;
            }
            boolean byKey = hashesNetworks(made.root);
            hashed += byKey ? 1 : 0;
            Answers answers = new Answers(naive);
            Set<Prefix> seen = new HashSet<>();
            for (int i = 0; i < SOURCES_A_POOL; i++, pairs++) {
                Prefix source = source(networks, random);
                pool.select(source, ipv6, 1);
                int scope = pool.walk.scopeLength();
                narrow += scope > 0 ? 1 : 0;
                Set<InetAddress> given = Set.copyOf(pool.selected());
                Prefix around = Prefix.masked(source.ipv6(), source.high(), source.low(), scope);
                String at = "seed " + seed + ", source " + source + ", scope " + scope;
                if (!byKey || i % 64 == 0) {
                    Map<Set<InetAddress>, Double> expected = answers.of(first(around));
                    assertTrue(expected.containsKey(given), () -> at + ": " + given + " not of " + expected);
                    for (Prefix piece : seen.add(around) ? networks.pieces(around) : List.<Prefix>of()) {
                        assertEquals(expected, answers.of(piece), () -> at + ": " + piece + " is answered otherwise");
                    }
                }
                if (i % 64 == 0) {
                    assertEquals(naive.scope(source), scope, () -> at + " is too long or too short");
                    longer += scope > 24 ? 1 : 0;
                }
                Prefix beside = TestNetworks.within(source.ipv6(), source.high(), source.low(), scope, random);
                pool.select(beside, ipv6, 1);
                assertEquals(scope, pool.walk.scopeLength(), () -> at + ": another scope for " + beside);
                if (byKey && i % 64 == 0) {
                    assertEquals(naive.sets(source), naive.sets(beside), () -> at + ": " + beside);
                }
            }
        }
        assertTrue(narrow > PAIRS / 2, "only " + narrow + " scopes above 0");
        assertTrue(hashed > 10, "only " + hashed + " pools hash networks");
        assertTrue(longer > 100, "only " + longer + " scopes longer than 24");
    }
}
