package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hundred pools made up by chance, nested, weighted, some members down: each address comes as often as {@link NaivePool} says.
 *
 * <p>{@code -Ddraws=1000000} takes a million answers of each pool.
 */
class MillionDrawsTest {
    private static final int POOLS = 100;
    private static final int DRAWS = Integer.getInteger("draws", 100_000);

    @Test
    void everyAddressComesAsOftenAsItsChance(@TempDir Path folder) {
        Geography geography = TestNetworks.USUAL.geography(folder);
        Map<String, Integer> poolsByRule = new HashMap<>();
        int nested = 0;
        int partlyDown = 0;
        int ramping = 0;
        int panicking = 0;
        int pools = 0;
        for (int seed = 0; pools < POOLS; seed++) {
            Random random = new Random(seed);
            RandomPool made = new RandomPool(seed, seed % 2 > 0);
            boolean ipv6 = random.nextBoolean();
            Prefix client = TestNetworks.USUAL.client(random);
            NaivePool naive = NaivePool.of(made, ipv6, 1);
            if (naive.outcome() != PlanState.Outcome.ADDRESSES) {
                continue;
            }
            Map<InetAddress, Double> chances = naive.addresses(client);
            if (chances.size() < 2) {
                continue;
            }
            pools++;
            CompiledPool pool = new CompiledPool(made, geography, seed);
            String at = "seed " + seed + ", client " + client + ", ipv6 " + ipv6 + ", draws " + DRAWS;
            ChiSquare.assertFits(chances, counts(pool, client, ipv6), () -> at);
            nested += pool.plan.nodes.length > 2 ? 1 : 0;
            partlyDown += made.down.isEmpty() ? 0 : 1;
            PlanState.Node[] nodes = pool.plan.state().family(ipv6).nodes;
            ramping += Arrays.stream(nodes).anyMatch(node -> node.membersWeight < node.fullWeight) ? 1 : 0;
            panicking += Arrays.stream(nodes).anyMatch(node -> node.panic) ? 1 : 0;
            for (String rule :
                    Arrays.stream(pool.plan.nodes).map(node -> node.rule).collect(Collectors.toSet())) {
                poolsByRule.merge(rule, 1, Integer::sum);
            }
        }
        assertTrue(nested > POOLS / 2 && partlyDown > POOLS / 3, nested + " nested, " + partlyDown + " partly down");
        assertTrue(ramping >= 10 && panicking >= 3, ramping + " in a slow start, " + panicking + " in panic");
        assertEquals(8, poolsByRule.size(), poolsByRule::toString);
        assertTrue(poolsByRule.values().stream().allMatch(count -> count >= 20), poolsByRule::toString);
    }

    private static Map<InetAddress, Long> counts(CompiledPool pool, Prefix client, boolean ipv6) {
        long[] byNumber = new long[pool.plan.addresses().size()];
        for (int i = 0; i < DRAWS; i++) {
            pool.select(client, ipv6, 1);
            assertEquals(1, pool.walk.count());
            byNumber[pool.walk.selected()[0]]++;
        }
        Map<InetAddress, Long> counts = new HashMap<>();
        for (int number = 0; number < byNumber.length; number++) {
            if (byNumber[number] > 0) {
                counts.merge(pool.plan.addresses().get(number).address(), byNumber[number], Long::sum);
            }
        }
        return counts;
    }
}
