package io.proxima.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What queries read is what the binary trie says, value and depth, and takes few steps and little memory. */
class LookupTableTest {
    private record Row(Prefix prefix, int value) {}

    /** Where steps of six bits end, with and without the table of 16 bits in front, and the words of an address. */
    private static final int[] EDGES = {
        0, 1, 5, 6, 7, 11, 12, 13, 15, 16, 17, 18, 19, 21, 22, 23, 24, 27, 28, 29, 30, 31, 32, 33, 34, 35, 47, 48, 49,
        57, 58, 59, 60, 61, 63, 64, 65, 66, 69, 70, 71, 112, 113, 120, 123, 124, 125, 126, 127, 128
    };

    private static int[] edges(boolean ipv6) {
        return IntStream.of(EDGES)
                .filter(length -> length <= Prefix.width(ipv6))
                .toArray();
    }

    private static Prefix random(Random random, boolean ipv6, int length) {
        long high = ipv6 ? random.nextLong() : (long) random.nextInt() << 32;
        return Prefix.masked(ipv6, high, ipv6 ? random.nextLong() : 0, length);
    }

    private static Prefix flipped(Prefix prefix, int bit) {
        long high = prefix.high() ^ (bit < 64 ? 1L << (63 - bit) : 0);
        long low = prefix.low() ^ (bit >= 64 ? 1L << (127 - bit) : 0);
        return new Prefix(prefix.ipv6(), high, low, prefix.length());
    }

    /** The address of the same first bits whose other bits are all {@code one}. */
    private static Prefix end(Prefix prefix, boolean one) {
        int length = prefix.length();
        int width = Prefix.width(prefix.ipv6());
        long ones = prefix.ipv6() ? -1 : 0xffff_ffff_0000_0000L;
        long high = one ? prefix.high() | (ones & ~Prefix.maskHigh(-1, length)) : prefix.high();
        long low = one && prefix.ipv6() ? prefix.low() | ~Prefix.maskLow(-1, length) : prefix.low();
        return new Prefix(prefix.ipv6(), high, low, width);
    }

    /** The ends of a prefix and what lies right beside it at each of its bits. */
    private static List<Prefix> probes(Prefix prefix) {
        List<Prefix> probes = new ArrayList<>(List.of(end(prefix, false), end(prefix, true)));
        for (int bit = 0; bit < prefix.length(); bit++) {
            Prefix beside = flipped(prefix, bit);
            probes.add(end(beside, false));
            probes.add(end(beside, true));
        }
        return probes;
    }

    private static PrefixMap map(int defaultValue, List<Row> rows) {
        PrefixMap.Builder builder = PrefixMap.builder(defaultValue);
        rows.forEach(row -> builder.put(row.prefix, row.value));
        return builder.build();
    }

    private static int scan(int defaultValue, List<Row> rows, Prefix address) {
        int value = defaultValue;
        int length = -1;
        for (Row row : rows) {
            if (row.prefix.length() >= length && row.prefix.contains(address)) {
                value = row.value;
                length = row.prefix.length();
            }
        }
        return value;
    }

    private static String text(long found) {
        return PrefixMap.value(found) + "/" + PrefixMap.depth(found);
    }

    private static void assertSame(PrefixMap map, LookupTable table, Prefix address, String where) {
        long expected = map.lookup(address);
        long found = table.lookup(address);
        if (expected != found) {
            assertEquals(text(expected), text(found), where + " at " + address);
        }
    }

    private static void assertAgree(List<Row> rows, String where) {
        PrefixMap map = map(1, rows);
        LookupTable table = map.forLookups();
        for (Row row : rows) {
            for (Prefix address : probes(row.prefix)) {
                assertSame(map, table, address, where);
                assertEquals(scan(1, rows, address), PrefixMap.value(table.lookup(address)), where + " at " + address);
            }
        }
        assertSame(map, table, Prefix.parse("0.0.0.0"), where);
        assertSame(map, table, Prefix.parse("::"), where);
    }

    @Test
    void familyOfOneValueIsOneStepOfDepthZero() {
        LookupTable table = PrefixMap.constant(Integer.MAX_VALUE).forLookups();
        for (String address : List.of("0.0.0.0", "255.255.255.255", "::", "ffff::ffff")) {
            assertEquals(Integer.MAX_VALUE + "/0", text(table.lookup(Prefix.parse(address))));
        }
        assertEquals(1, table.longestWay(false));
        assertEquals(1, table.longestWay(true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void onePrefixOfEveryLengthStands(boolean ipv6) {
        Random random = new Random(11);
        for (int length = 0; length <= Prefix.width(ipv6); length++) {
            assertAgree(List.of(new Row(random(random, ipv6, length), 2)), "seed 11, length " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nestedPrefixesOfEveryLengthStand(boolean ipv6) {
        Random random = new Random(12);
        for (int round = 0; round < 3; round++) {
            Prefix inmost = random(random, ipv6, Prefix.width(ipv6));
            List<Row> rows = IntStream.rangeClosed(0, Prefix.width(ipv6))
                    .mapToObj(
                            length -> new Row(Prefix.masked(ipv6, inmost.high(), inmost.low(), length), 2 + length % 5))
                    .toList();
            assertAgree(rows, "seed 12, round " + round);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsCarvedOutAtTheEdgesOfStepsStands(boolean ipv6) {
        Random random = new Random(13);
        for (int outer : edges(ipv6)) {
            for (int inner : edges(ipv6)) {
                if (inner > outer) {
                    Prefix address = random(random, ipv6, inner);
                    Prefix around = Prefix.masked(ipv6, address.high(), address.low(), outer);
                    Prefix beside = flipped(address, inner - 1);
                    assertAgree(
                            List.of(new Row(around, 2), new Row(address, 3), new Row(beside, 2 + random.nextInt(3))),
                            "seed 13, " + inner + " out of " + outer);
                }
            }
        }
    }

    @Test
    void agreesWithTheBinaryTrieAndALinearScanOnRandomMaps() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<Row> rows = new ArrayList<>();
            int count = 1 + random.nextInt(30);
            for (int i = 0; i < count; i++) {
                boolean ipv6 = random.nextBoolean();
                int[] edges = edges(ipv6);
                int length = random.nextBoolean()
                        ? edges[random.nextInt(edges.length)]
                        : random.nextInt(Prefix.width(ipv6) + 1);
                Prefix prefix = random(random, ipv6, length);
                if (i > 0 && random.nextInt(3) > 0) {
                    Prefix near = rows.get(random.nextInt(i)).prefix;
                    int other = Math.clamp(near.length() + random.nextInt(-7, 8), 0, Prefix.width(near.ipv6()));
                    prefix = Prefix.masked(near.ipv6(), near.high(), near.low(), other);
                    prefix = other > 0 && random.nextBoolean() ? flipped(prefix, random.nextInt(other)) : prefix;
                }
                rows.add(new Row(prefix, random.nextInt(4)));
            }
            assertAgree(rows, "seed " + seed);
        }
    }

    /** Large enough for a table of the first bits; many prefixes are no longer than it, or end right at it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreesWhereATableStandsInFront(boolean ipv6) {
        Random random = new Random(14);
        int[] edges = edges(ipv6);
        PrefixMap.Builder builder = PrefixMap.builder(0);
        List<Prefix> prefixes = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            int length = i < 4_000 ? edges[random.nextInt(edges.length)] : random.nextInt(14, 31);
            Prefix prefix = random(random, ipv6, length);
            builder.put(prefix, random.nextInt(9));
            prefixes.add(prefix);
        }
        PrefixMap map = builder.build();
        LookupTable table = map.forLookups();
        for (Prefix prefix : prefixes) {
            probes(prefix).forEach(address -> assertSame(map, table, address, "seed 14"));
        }
        for (int slot = 0; slot < 1 << 16; slot++) {
            Prefix part = new Prefix(ipv6, (long) slot << 48, 0, 16);
            assertSame(map, table, end(part, false), "seed 14");
            assertSame(map, table, end(part, true), "seed 14");
        }
        assertTrue(table.longestWay(ipv6) <= (ipv6 ? 20 : 4), table.longestWay(ipv6) + " steps");
        assertEquals(1, table.longestWay(!ipv6));
    }

    /** So large that the table in front is of 22 bits; many prefixes are no longer than that. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void agreesWhereALargeTableStandsInFront(boolean ipv6) {
        Random random = new Random(16);
        PrefixMap.Builder builder = PrefixMap.builder(0);
        List<Prefix> some = new ArrayList<>();
        for (int i = 0; i < (ipv6 ? 150_000 : 500_000); i++) {
            Prefix prefix = random(
                    random, ipv6, i < 2_000 ? 8 + i % 17 : ipv6 ? random.nextInt(24, 57) : random.nextInt(24, 29));
            builder.put(prefix, random.nextInt(9));
            if (i < 4_000) {
                some.add(prefix);
            }
        }
        PrefixMap map = builder.build();
        LookupTable table = map.forLookups();
        some.forEach(prefix -> probes(prefix).forEach(address -> assertSame(map, table, address, "seed 16")));
        for (int i = 0; i < 200_000; i++) {
            Prefix address = random(random, ipv6, Prefix.width(ipv6));
            assertSame(map, table, address, "seed 16");
        }
        assertEquals(!ipv6, table.isLarge(ipv6));
        assertFalse(table.isLarge(!ipv6));
        assertTrue(table.longestWay(ipv6) <= (ipv6 ? 7 : 2), table.longestWay(ipv6) + " steps");
        assertTrue(table.octets() < 12L * map.nodeCount(), table.octets() + " octets");
    }

    /** Networks of 16 to 28 bits as in PrefixLookupsBench. */
    private static PrefixMap networks(int count) {
        Random random = new Random(15);
        PrefixMap.Builder builder = PrefixMap.builder(0);
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(16, 24) : random.nextInt(24, 29);
            builder.put(random(random, false, length), 1 + random.nextInt(16));
        }
        return builder.build();
    }

    /** Counts, the same on every machine: what a look-up waits for does not grow with the number of prefixes. */
    @Test
    void stepsDoNotGrowWithTheNumberOfPrefixes() {
        for (int count : new int[] {10, 100, 1_000, 10_000, 100_000, 1_000_000}) {
            LookupTable table = networks(count).forLookups();
            int most = count <= 1_000 ? 5 : count <= 100_000 ? 3 : 2;
            assertTrue(table.longestWay(false) <= most, count + " prefixes: " + table.longestWay(false) + " steps");
            double mean = count == 1_000_000 ? 1.1 : 2.5;
            assertTrue(table.meanWay(false) <= mean, count + " prefixes: " + table.meanWay(false) + " steps, the mean");
        }
    }

    @Test
    void memoryIsBounded() {
        int count = 100_000;
        PrefixMap map = networks(count);
        LookupTable table = map.forLookups();
        assertTrue(table.octets() < 60L * count, table.octets() / count + " octets a prefix");
        assertTrue(table.octets() < 8L * map.nodeCount(), "more than the binary trie");
    }

    /** An entry of the table has 24 bits for a value; a map of a larger one has no table. */
    @Test
    void largestValuesStand() {
        for (int largest : new int[] {(1 << 24) - 1, 1 << 24, Integer.MAX_VALUE}) {
            Random random = new Random(17);
            PrefixMap.Builder builder = PrefixMap.builder(largest);
            for (int i = 0; i < 40_000; i++) {
                builder.put(random(random, false, random.nextInt(14, 31)), largest - random.nextInt(3));
            }
            PrefixMap map = builder.build();
            LookupTable table = map.forLookups();
            for (int i = 0; i < 100_000; i++) {
                assertSame(map, table, random(random, false, 32), "seed 17, " + largest);
            }
        }
    }

    @Test
    void meanOfStepsIsThatOfAllAddresses() {
        PrefixMap map = PrefixMap.builder(0)
                .put(Prefix.parse("128.0.0.0/1"), 1)
                .put(Prefix.parse("192.0.2.0/24"), 2)
                .put(Prefix.parse("192.0.2.128/25"), 3)
                .build();
        // One step in the root's node; 192.0.0.0/6 goes on over skipped bits, and 192.0.2.0/24 to a node of its own.
        assertEquals(
                1 + Math.scalb(1.0, -6) + Math.scalb(1.0, -24), map.forLookups().meanWay(false), 1e-12);
        assertEquals(1, map.forLookups().meanWay(true));
    }

    @Test
    void smallMapsAreSmallAndHaveNoTableInFront() {
        LookupTable hosts = PrefixMap.builder(0)
                .put(Prefix.parse("192.0.2.1/32"), 1)
                .put(Prefix.parse("2001:db8::1/128"), 2)
                .build()
                .forLookups();
        assertEquals(1, hosts.longestWay(false), "all 32 bits at once");
        assertEquals(2, hosts.longestWay(true), "64 bits at once, twice");
        assertTrue(hosts.octets() < 100, hosts.octets() + " octets");
        assertEquals(2 * 3 * Integer.BYTES, PrefixMap.constant(1).forLookups().octets());
    }
}
