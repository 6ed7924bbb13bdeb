package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws by weight and without: ordered answers against their exact chances, by Pearson's χ². */
class DrawsTest {
    private static final int DRAWS = 60_000;

    private static String leaf(String rule, int... weights) {
        StringBuilder policy = new StringBuilder("members:\n");
        for (int i = 0; i < weights.length; i++) {
            policy.append("  192.0.2.%d: {weight: %d}%n".formatted(i, weights[i]));
        }
        List<String> members =
                IntStream.range(0, weights.length).mapToObj(i -> "192.0.2." + i).toList();
        return policy + "pools:\n  edge: {check: web, choose: " + rule + ", members: " + members + "}\n";
    }

    private static TestPool pool(String policy) {
        return TestPool.of(policy);
    }

    /** Every ordered answer and its chance: one drawn after the other, weights in proportion to what is left. */
    private static void sequences(
            List<Integer> soFar, double chance, int[] weights, int most, Map<List<String>, Double> into) {
        int left = IntStream.range(0, weights.length)
                .filter(i -> !soFar.contains(i))
                .map(i -> weights[i])
                .sum();
        if (soFar.size() == most || left == 0) {
            into.merge(soFar.stream().map(i -> "192.0.2." + i).toList(), chance, Double::sum);
            return;
        }
        for (int i = 0; i < weights.length; i++) {
            if (!soFar.contains(i) && weights[i] > 0) {
                List<Integer> more = new ArrayList<>(soFar);
                more.add(i);
                sequences(more, chance * weights[i] / left, weights, most, into);
            }
        }
    }

    private static void assertDrawn(TestPool pool, int answers, int[] weights) {
        Map<List<String>, Double> chances = new HashMap<>();
        sequences(List.of(), 1, weights, answers, chances);
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(pool.answer(answers), 1, Integer::sum);
        }
        assertTrue(
                chances.keySet().containsAll(counts.keySet()), () -> counts.keySet() + " beyond " + chances.keySet());
        double statistic = chances.entrySet().stream()
                .mapToDouble(entry -> {
                    double expected = DRAWS * entry.getValue();
                    double off = counts.getOrDefault(entry.getKey(), 0) - expected;
                    return off * off / expected;
                })
                .sum();
        // The 0.9999 quantile by Wilson and Hilferty's approximation.
        int freedom = Math.max(1, chances.size() - 1);
        double third = 2.0 / (9 * freedom);
        double bound = freedom * Math.pow(1 - third + 3.72 * Math.sqrt(third), 3);
        assertTrue(statistic < bound, () -> "χ² " + statistic + " of at most " + bound + ": " + counts);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5})
    void weightedDrawsWithoutReplacement(int answers) {
        int[] weights = {1, 5, 2, 1};
        assertDrawn(pool(leaf("weighted", weights)), answers, weights);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void randomDrawsHeedNoWeight(int answers) {
        assertDrawn(pool(leaf("random", 1, 5, 0, 7)), answers, new int[] {1, 1, 1, 1});
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aWeightOfZeroIsNeverDrawnBesideAnother(int answers) {
        int[] weights = {0, 3, 0, 1};
        assertDrawn(pool(leaf("weighted", weights)), answers, weights);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void weightsOfZeroAloneAreEqual(int answers) {
        TestPool pool = pool(leaf("weighted", 0, 4, 0, 0));
        pool.down("192.0.2.1");
        assertDrawn(pool, answers, new int[] {1, 0, 1, 1});
    }

    @Test
    void whatIsDownLeavesItsShareToTheOthers() {
        TestPool pool = pool(leaf("weighted", 1, 5, 2, 1));
        pool.down("192.0.2.1");
        assertDrawn(pool, 2, new int[] {1, 0, 2, 1});
    }

    /** Groups by their own weight, or by their members' that are up. */
    @ParameterizedTest
    @CsvSource({"'', 3", "'weight: 9, ', 9", "'weight: 0, ', 0"})
    void groupsAreDrawnByWeight(String written, int weight) {
        TestPool pool = pool("""
                members:
                  192.0.2.1: {weight: 3}
                  192.0.2.2: {weight: 2}
                  192.0.2.0: {weight: 1}
                pools:
                  edge:
                    check: web
                    choose: weighted
                    groups:
                      - {members: [192.0.2.0], choose: all}
                      - {%smembers: [192.0.2.1, 192.0.2.2], choose: failover}
                """.formatted(written));
        pool.down("192.0.2.2");
        assertDrawn(pool, 1, new int[] {1, weight});
    }

    @Test
    void everyNumberBelowABoundIsAsLikely() {
        Draw draw = new Draw(7);
        int[] counts = new int[10];
        for (int i = 0; i < 100_000; i++) {
            counts[(int) draw.below(10)]++;
        }
        for (int count : counts) {
            assertEquals(10_000, count, 400);
        }
    }

    @Test
    void threadsWithSeedsOfTheirOwnDrawApart() {
        assertEquals(new Draw(3).next(), new Draw(3).next());
        assertTrue(new Draw(3).next() != new Draw(4).next());
    }
}
