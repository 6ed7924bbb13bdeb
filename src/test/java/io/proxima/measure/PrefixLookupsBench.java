package io.proxima.measure;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a look-up costs as a map grows: {@code ./mvnw test -Dtest=PrefixLookupsBench -Dtest.heap=3g}. */
class PrefixLookupsBench {
    private static final int GROUPS = 16;
    private static final int LOOKUPS = 4_000_000;
    private static final int ROUNDS = 5;

    @Test
    void costByNumberOfPrefixes() {
        System.out.println("| prefixes | nodes | MB | ns, random IPv4 | ns, one network |");
        for (int prefixes : new int[] {10, 10_000, 100_000, 1_000_000, 10_000_000}) {
            PrefixMap map = map(prefixes);
            double random = nanos(map, -1);
            double same = nanos(map, 0xff);
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %,d | %.1f | %.0f | %.0f |%n",
                    prefixes,
                    map.nodeCount(),
                    map.nodeCount() * 8 / 1e6,
                    random,
                    same);
            assertTrue(random > 0);
        }
    }

    /** Prefixes of 16 to 28 bits anywhere, as an operator's networks or a database have them. */
    private static PrefixMap map(int prefixes) {
        SplittableRandom random = new SplittableRandom(1);
        PrefixMap.Builder builder = PrefixMap.builder(0);
        for (int i = 0; i < prefixes; i++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(16, 24) : random.nextInt(24, 29);
            builder.put(Prefix.masked(false, (long) random.nextInt() << 32, 0, length), 1 + random.nextInt(GROUPS));
        }
        return builder.build();
    }

    /** The best of some rounds, so that what else the machine does counts least. */
    private static double nanos(PrefixMap map, int mask) {
        double best = Double.MAX_VALUE;
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(round);
            long start = System.nanoTime();
            for (int i = 0; i < LOOKUPS; i++) {
                sum += map.lookup(false, (long) (random.nextInt() & mask) << 32, 0);
            }
            best = Math.min(best, (System.nanoTime() - start) / (double) LOOKUPS);
        }
        assertTrue(sum != 0);
        return best;
    }
}
