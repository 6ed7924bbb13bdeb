package io.proxima.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.proxima.net.LookupTable;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What a look-up costs as a map grows: {@code ./mvnw test -Dtest=PrefixLookupsBench -Dtest.heap=3g -Djacoco.skip}.
 *
 * <p>Each look-up waits for the one before it, as a query waits for its own: the time is a look-up's, not a share of several
 * that run into each other. The making of the address is part of it. Times are the thread's own, of the best round.
 */
class PrefixLookupsBench {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int GROUPS = 16;
    private static final int CLIENT_NETWORKS = 50_000;
    private static final int LOOKUPS = 100_000;
    private static final int BATCH = 50;
    private static final int ROUNDS = 50;

    /** Makes an address of a random number. */
    private enum Addresses {
        ANYWHERE {
            @Override
            int of(long random) {
                return (int) random;
            }
        },
        /** One of the networks, /24 each, spread over the whole space by the finalizer of SplitMix64. */
        OF_CLIENTS {
            @Override
            int of(long random) {
                long network = (((random >>> 32) * CLIENT_NETWORKS) >>> 32) + 1;
                network = (network ^ (network << 31)) * 0xbf58476d1ce4e5b9L;
                network = (network ^ (network >>> 27)) * 0x94d049bb133111ebL;
                return ((int) (network >>> 32) & ~0xff) | ((int) random & 0xff);
            }
        };

        abstract int of(long random);
    }

    @Test
    void costByNumberOfPrefixes() {
        System.out.println(
                "| prefixes | octets each | steps at most | steps, mean | ns, any address | ns, the same read ahead | ns, clients"
                        + " | ns, binary trie |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (int prefixes : new int[] {10, 1_000, 10_000, 100_000, 1_000_000, 10_000_000}) {
            PrefixMap map = map(prefixes);
            LookupTable table = map.forLookups();
            assertSame(map, table);
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %.1f | %d | %.2f | %.0f | %.0f | %.0f | %.0f |%n",
                    prefixes,
                    table.octets() / (double) prefixes,
                    table.longestWay(false),
                    table.meanWay(false),
                    nanos(table, Addresses.ANYWHERE),
                    nanosReadAhead(table),
                    nanos(table, Addresses.OF_CLIENTS),
                    nanos(map));
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

    private static void assertSame(PrefixMap map, LookupTable table) {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 100_000; i++) {
            long high = (long) random.nextInt() << 32;
            assertEquals(map.lookup(false, high, 0), table.lookup(false, high, 0));
        }
    }

    /** The best of some rounds, so that what else the machine does counts least. */
    private static double nanos(LookupTable table, Addresses addresses) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(round);
            long found = 0;
            long start = CPU.getCurrentThreadCpuTime();
            for (int i = 0; i < LOOKUPS; i++) {
                long after = random.nextLong() + (found >>> 40); // 0, which only the last look-up tells
                found = table.lookup(false, (long) addresses.of(after) << 32, 0);
            }
            best = Math.min(best, (CPU.getCurrentThreadCpuTime() - start) / (double) LOOKUPS);
        }
        return best;
    }

    /** As queries do it: what a large table reads first is read for a batch of any addresses before they are looked up. */
    private static double nanosReadAhead(LookupTable table) {
        double best = Double.MAX_VALUE;
        int[] addresses = new int[BATCH];
        long touched = 0;
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(round);
            long found = 0;
            long start = CPU.getCurrentThreadCpuTime();
            for (int i = 0; i < LOOKUPS; i += BATCH) {
                for (int j = 0; j < BATCH; j++) {
                    addresses[j] = random.nextInt();
                    touched += table.isLarge(false) ? table.touch(false, (long) addresses[j] << 32) : 0;
                }
                for (int j = 0; j < BATCH; j++) {
                    found = table.lookup(false, (long) (addresses[j] + (int) (found >>> 40)) << 32, 0);
                }
            }
            best = Math.min(best, (CPU.getCurrentThreadCpuTime() - start) / (double) LOOKUPS);
        }
        assertNotEquals(1, touched, "what was read is used");
        return best;
    }

    private static double nanos(PrefixMap map) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(round);
            long found = 0;
            long start = CPU.getCurrentThreadCpuTime();
            for (int i = 0; i < LOOKUPS; i++) {
                long after = random.nextLong() + (found >>> 40);
                found = map.lookup(false, (long) Addresses.ANYWHERE.of(after) << 32, 0);
            }
            best = Math.min(best, (CPU.getCurrentThreadCpuTime() - start) / (double) LOOKUPS);
        }
        return best;
    }
}
