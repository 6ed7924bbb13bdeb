package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of pools made up by chance, the compiled walk against {@link NaivePool}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RandomPoolsTest {
    private static final int POOLS = 3_000;

    private Geography geography = Geography.empty();

    @BeforeAll
    void compileNetworks(@TempDir Path folder) {
        geography = TestNetworks.USUAL.geography(folder);
    }

    @Test
    void answersAreThoseThatThePolicyAllows() {
        Map<PlanState.Outcome, Integer> outcomes = new HashMap<>();
        int panicking = 0;
        for (int seed = 0; seed < POOLS; seed++) {
            Random random = new Random(seed);
            RandomPool made = new RandomPool(seed, seed % 3 > 0);
            CompiledPool compiled = new CompiledPool(made, geography, 1);
            boolean ipv6 = random.nextBoolean();
            int answers = random.nextInt(4);
            NaivePool naive = NaivePool.of(made, ipv6, answers);
            for (int i = 0; i < 3; i++) {
                Prefix client = TestNetworks.USUAL.client(random);
                String at = "seed " + seed + ", client " + client + ", answers " + answers + ", ipv6 " + ipv6;
                PlanState.Outcome outcome = compiled.select(client, ipv6, answers);
                outcomes.merge(outcome, 1, Integer::sum);
                assertEquals(naive.outcome(), outcome, at);
                panicking += compiled.walk.panicked() ? 1 : 0;
                if (outcome == PlanState.Outcome.ADDRESSES) {
                    assertEquals(naive.scope(client), compiled.walk.scopeLength(), at);
                    Set<Set<InetAddress>> allowed = naive.sets(client).keySet();
                    for (int draw = 0; draw < 8; draw++) {
                        compiled.select(client, ipv6, answers);
                        List<InetAddress> selected = compiled.selected();
                        Set<InetAddress> set = new HashSet<>(selected);
                        assertEquals(selected.size(), set.size(), () -> at + ": an address twice in " + selected);
                        assertTrue(allowed.contains(set), () -> at + ": " + set + " not of " + allowed);
                    }
                } else {
                    assertEquals(0, compiled.walk.scopeLength(), at);
                    assertEquals(0, compiled.walk.count(), at);
                }
            }
        }
        assertTrue(panicking > 100, panicking + " answers in panic");
        assertTrue(
                outcomes.size() == 3 && outcomes.values().stream().allMatch(count -> count > 100), outcomes::toString);
    }

    /** What a resolver does with the scope: it gives one client's answer to every other in the prefix. */
    @Test
    void everyClientWithinTheScopeIsAnsweredAlike() {
        int narrow = 0;
        for (int seed = 0; seed < POOLS; seed++) {
            Random random = new Random(seed);
            RandomPool made = new RandomPool(seed, false);
            CompiledPool compiled = new CompiledPool(made, geography, 1);
            boolean ipv6 = random.nextBoolean();
            NaivePool naive = NaivePool.of(made, ipv6, 1);
            Prefix client = TestNetworks.USUAL.client(random);
            if (compiled.select(client, ipv6, 1) != PlanState.Outcome.ADDRESSES) {
                continue;
            }
            int scope = compiled.walk.scopeLength();
            narrow += scope > 0 ? 1 : 0;
            Map<Set<InetAddress>, Double> expected = naive.sets(client);
            for (int i = 0; i < 10; i++) {
                Prefix other = TestNetworks.within(client.ipv6(), client.high(), client.low(), scope, random);
                assertEquals(expected, naive.sets(other), "seed " + seed + ", " + client + " and " + other);
                compiled.select(other, ipv6, 1);
                assertEquals(scope, compiled.walk.scopeLength(), "seed " + seed + ", " + client + " and " + other);
                assertTrue(expected.containsKey(Set.copyOf(compiled.selected())));
            }
        }
        assertTrue(narrow > POOLS / 10, "only " + narrow + " pools looked at the client");
    }

    /** Each address comes as often as it should, within 4.5 standard deviations of a binomial draw. */
    @Test
    void addressesComeAsOftenAsTheirChance() {
        int draws = 20_000;
        int pools = 0;
        for (int seed = 0; pools < 60; seed++) {
            Random random = new Random(seed);
            RandomPool made = new RandomPool(seed, false);
            CompiledPool compiled = new CompiledPool(made, geography, 1);
            boolean ipv6 = random.nextBoolean();
            int answers = random.nextInt(4);
            Prefix client = TestNetworks.USUAL.client(random);
            NaivePool naive = NaivePool.of(made, ipv6, answers);
            if (naive.outcome() != PlanState.Outcome.ADDRESSES
                    || naive.sets(client).size() < 3) {
                continue;
            }
            pools++;
            Map<InetAddress, Integer> counts = new HashMap<>();
            for (int i = 0; i < draws; i++) {
                compiled.select(client, ipv6, answers);
                compiled.selected().forEach(address -> counts.merge(address, 1, Integer::sum));
            }
            String at = "seed " + seed + ", answers " + answers + ", ipv6 " + ipv6;
            naive.addresses(client).forEach((address, chance) -> {
                double expected = draws * chance;
                double deviation = Math.sqrt(Math.max(0, expected * (1 - chance)));
                assertEquals(
                        expected, counts.getOrDefault(address, 0), 4.5 * deviation + 0.5, () -> at + ": " + address);
            });
        }
    }
}
