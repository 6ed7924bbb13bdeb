package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.proxima.geo.Geography;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What moves when one member is lost, of pools made up by chance: its own clients, shared out by weight, and no others. */
class ConsistentHashShareTest {
    private static final int POOLS = 20;
    private static final int KEYS = 30_000;
    private static final int KEYS_MAPPED = 100_000;

    private static String address(int member) {
        return "192.0.2." + (member + 1);
    }

    private static String policy(int[] weights) {
        StringBuilder policy = new StringBuilder("members:\n");
        for (int i = 0; i < weights.length; i++) {
            policy.append("  %s: {weight: %d}%n".formatted(address(i), weights[i]));
        }
        List<String> members = IntStream.range(0, weights.length)
                .mapToObj(ConsistentHashShareTest::address)
                .toList();
        return policy + "pools:\n  edge: {check: web, choose: consistent-hash, members: " + members + "}\n";
    }

    private static String[] answers(TestPool pool, int keys) {
        return IntStream.range(0, keys)
                .mapToObj(i ->
                        pool.answerTo(ConsistentHashTest.network(i), false, 0).getFirst())
                .toArray(String[]::new);
    }

    /** Each member's chance by weight, one of them lost. */
    private static Map<String, Double> chances(int[] weights, int lost) {
        double sum = IntStream.of(weights).sum() - (lost < 0 ? 0 : weights[lost]);
        Map<String, Double> chances = new HashMap<>();
        for (int i = 0; i < weights.length; i++) {
            if (i != lost) {
                chances.put(address(i), weights[i] / sum);
            }
        }
        return chances;
    }

    @Test
    void aLossMovesTheLostMembersClientsAloneAndByWeight() {
        for (int seed = 0; seed < POOLS; seed++) {
            Random random = new Random(seed);
            int[] weights = random.ints(3 + random.nextInt(6), 1, 8).toArray();
            TestPool pool = TestPool.of(policy(weights));
            String[] before = answers(pool, KEYS);
            Map<String, Long> shares = new HashMap<>();
            for (String address : before) {
                shares.merge(address, 1L, Long::sum);
            }
            String made = "seed " + seed + ", weights "
                    + IntStream.of(weights).boxed().toList();
            ChiSquare.assertFits(chances(weights, -1), shares, () -> made);
            int lost = random.nextInt(weights.length);
            pool.down(address(lost));
            String[] after = answers(pool, KEYS);
            Map<String, Long> heirs = new HashMap<>();
            for (int i = 0; i < KEYS; i++) {
                String at = made + ", key " + i + ", lost " + address(lost);
                if (before[i].equals(address(lost))) {
                    assertNotEquals(before[i], after[i], at);
                    heirs.merge(after[i], 1L, Long::sum);
                } else {
                    assertEquals(before[i], after[i], at);
                }
            }
            ChiSquare.assertFits(chances(weights, lost), heirs, () -> made + ", lost " + address(lost));
        }
    }

    @Test
    void instancesCompiledApartMapEveryKeyAlike() {
        String policy = policy(new int[] {3, 1, 4, 1, 5, 9, 2, 6, 5, 3});
        List<String[]> maps = LongStream.range(0, 4)
                .parallel()
                .mapToObj(seed -> answers(TestPool.of(policy, Geography.empty(), seed), KEYS_MAPPED))
                .toList();
        for (int i = 0; i < KEYS_MAPPED; i++) {
            for (String[] map : maps) {
                assertEquals(maps.getFirst()[i], map[i], "key " + i);
            }
        }
    }
}
