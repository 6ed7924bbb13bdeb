package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says can be chosen, with its chances, against what the walk chooses. */
class PoolReportTest {
    private static final int POOLS = 500;
    private static final int WALKS = 1_000;
    /** Of a chi square with one degree of freedom: passed by chance once in 10^9. */
    private static final double CHI_SQUARE_AT_MOST = 38;

    @TempDir
    static Path folder;

    @Test
    void aDrawWithoutReplacementByHand() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    choose: weighted
                    members: [192.0.2.1, 192.0.2.2, 192.0.2.3]
                members:
                  192.0.2.1: {weight: 1}
                  192.0.2.2: {weight: 2}
                  192.0.2.3: {weight: 3}
                """);
        Map<String, Double> two = shares(report(pool.plan, false, 2));
        // 1 first: 1/6; 1 second: 2/6 · 1/4 + 3/6 · 1/3; and so on.
        assertEquals(1 / 6.0 + 2 / 6.0 / 4 + 3 / 6.0 / 3, two.getOrDefault("192.0.2.1", 0.0), 1e-9);
        assertEquals(2 / 6.0 + 1 / 6.0 * 2 / 5 + 3 / 6.0 * 2 / 3, two.getOrDefault("192.0.2.2", 0.0), 1e-9);
        assertEquals(2, two.values().stream().mapToDouble(Double::doubleValue).sum(), 1e-9);
        assertEquals(
                Map.of("192.0.2.1", 1 / 6.0, "192.0.2.2", 2 / 6.0, "192.0.2.3", 3 / 6.0),
                shares(report(pool.plan, false, 1)));
    }

    @Test
    void whatCanBeChosenIsChosenAsOftenAsIsSaid() {
        Geography geography = TestNetworks.USUAL.geography(folder);
        for (int seed = 0; seed < POOLS; seed++) {
            RandomPool made = new RandomPool(seed, seed % 2 == 0);
            Ordinals ordinals = new Ordinals();
            PoolPlan plan = new PoolCompiler(
                            made.policy,
                            geography,
                            ordinals,
                            member -> made.addressesOf.getOrDefault(member, java.util.List.of()))
                    .compile(0, made.pool, made.root);
            plan.refresh(made::verdict, RandomPool.NOW_MILLIS);
            Random random = new Random(seed);
            Prefix client = TestNetworks.USUAL.client(random);
            boolean ipv6 = random.nextInt(3) == 0;
            int answers = random.nextInt(5);
            Walk walk = new Walk(new Draw(seed));
            walk.prepare(ordinals.size(), plan.widest());
            walk.client(client.ipv6(), client.high(), client.low());
            compare("seed " + seed + " answers " + answers + " client " + client, walk, plan, ipv6, answers);
        }
    }

    private static void compare(String context, Walk walk, PoolPlan plan, boolean ipv6, int answers) {
        PoolReport report = walk.report(plan, ipv6, answers);
        assertEquals(walk.select(plan, ipv6, answers, null), report.outcome(), context);
        if (report.outcome() != PlanState.Outcome.ADDRESSES) {
            return;
        }
        Map<String, Double> said = shares(report);
        Map<String, Integer> counted = new HashMap<>();
        for (int i = 0; i < WALKS; i++) {
            walk.select(plan, ipv6, answers, null);
            int count = walk.count();
            assertTrue(count >= report.fewest() && count <= report.most(), () -> context + ": " + count + report);
            Set<String> once = new HashSet<>();
            for (int j = 0; j < count; j++) {
                String address =
                        plan.addresses().get(walk.selected()[j]).address().getHostAddress();
                assertTrue(once.add(address), context);
                counted.merge(address, 1, Integer::sum);
            }
        }
        assertTrue(said.keySet().containsAll(counted.keySet()), () -> context + ": " + counted + " but " + said);
        said.forEach((address, probability) -> {
            assertTrue(probability > 0 && probability <= 1 + 1e-9, () -> context + report);
            double expected = probability * WALKS;
            double off = counted.getOrDefault(address, 0) - expected;
            double chiSquare = off * off / Math.max(1e-9, expected * (1 - probability));
            assertTrue(
                    Math.abs(off) < 3 || chiSquare <= CHI_SQUARE_AT_MOST,
                    () -> context + ": " + address + " " + counted.get(address) + " of " + WALKS + ", said "
                            + probability + "\n" + report.root());
        });
    }

    private static PoolReport report(PoolPlan plan, boolean ipv6, int answers) {
        Walk walk = new Walk(new Draw(1));
        walk.prepare(plan.ordinals(), plan.widest());
        return walk.report(plan, ipv6, answers);
    }

    private static Map<String, Double> shares(PoolReport report) {
        Map<String, Double> shares = new HashMap<>();
        report.shares().forEach(share -> shares.put(share.address(), share.probability()));
        return shares;
    }
}
