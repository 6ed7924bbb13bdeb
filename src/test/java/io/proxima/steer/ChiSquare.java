package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.Supplier;

/** Pearson's χ² of counts against chances. */
final class ChiSquare {
    /** What a right implementation exceeds with less than 1e-9, so that a thousand looks go wrong with less than 1e-6. */
    private static final double LOG_OF_CHANCE = Math.log(1e9);

    private ChiSquare() {}

    /** The statistic may not exceed the bound of Laurent and Massart (Annals of Statistics 28, 2000, lemma 1). */
    static <T> void assertFits(Map<T, Double> chances, Map<T, Long> counts, Supplier<String> where) {
        assertTrue(
                chances.keySet().containsAll(counts.keySet()),
                () -> where.get() + ": " + counts.keySet() + " beyond " + chances.keySet());
        double draws = counts.values().stream().mapToLong(Long::longValue).sum();
        double statistic = 0;
        for (Map.Entry<T, Double> cell : chances.entrySet()) {
            double expected = draws * cell.getValue();
            assertTrue(expected >= 20, () -> where.get() + ": too few draws for " + cell);
            double off = counts.getOrDefault(cell.getKey(), 0L) - expected;
            statistic += off * off / expected;
        }
        double freedom = chances.size() - 1;
        double bound = freedom + 2 * Math.sqrt(freedom * LOG_OF_CHANCE) + 2 * LOG_OF_CHANCE;
        double found = statistic;
        assertTrue(
                found < bound,
                () -> where.get() + ": χ² " + found + " of at most " + bound + ", " + counts + " by " + chances);
    }
}
