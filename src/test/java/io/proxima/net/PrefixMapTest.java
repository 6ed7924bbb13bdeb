package io.proxima.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefixMapTest {
    private record Row(Prefix prefix, int value) {}

    private static void assertFound(PrefixMap map, String address, int value, int depth) {
        long found = map.lookup(Prefix.parse(address));
        assertEquals(value + "/" + depth, PrefixMap.value(found) + "/" + PrefixMap.depth(found), address);
    }

    @Test
    void familyOfOneValueHasDepthZero() {
        PrefixMap map = PrefixMap.builder(7)
                .put(Prefix.parse("192.0.2.0/24"), 7)
                .put(Prefix.parse("2001:db8::/32"), 1)
                .build();
        assertFound(map, "192.0.2.1", 7, 0);
        assertFound(map, "198.51.100.1", 7, 0);
        assertFound(map, "2001:db8::1", 1, 32);
        assertFound(map, "::", 7, 3);
    }

    @Test
    void prefixCarvedOutOfAShorterOneSplitsIt() {
        PrefixMap map = PrefixMap.builder(0)
                .put(Prefix.parse("10.0.0.0/8"), 1)
                .put(Prefix.parse("10.1.0.0/16"), 2)
                .build();
        assertFound(map, "10.1.2.3", 2, 16);
        assertFound(map, "10.0.0.1", 1, 16);
        assertFound(map, "10.2.0.1", 1, 15);
        assertFound(map, "10.128.0.1", 1, 9);
        assertFound(map, "11.0.0.0", 0, 8);
        assertFound(map, "128.0.0.0", 0, 1);
    }

    @Test
    void siblingsOfOneValueAreOneLeaf() {
        PrefixMap map = PrefixMap.builder(0)
                .put(Prefix.parse("198.51.100.0/26"), 5)
                .put(Prefix.parse("198.51.100.64/26"), 5)
                .put(Prefix.parse("198.51.100.128/25"), 5)
                .build();
        assertFound(map, "198.51.100.9", 5, 24);
    }

    @Test
    void defaultRouteAndHostPrefixesStand() {
        PrefixMap map = PrefixMap.builder(9)
                .put(Prefix.parse("0.0.0.0/0"), 1)
                .put(Prefix.parse("192.0.2.1/32"), 2)
                .put(Prefix.parse("::/0"), 3)
                .put(Prefix.parse("2001:db8::1/128"), 4)
                .build();
        assertFound(map, "192.0.2.1", 2, 32);
        assertFound(map, "192.0.2.0", 1, 32);
        assertFound(map, "192.0.2.2", 1, 31);
        assertFound(map, "2001:db8::1", 4, 128);
        assertFound(map, "2001:db8::", 3, 128);
        assertFound(map, "8000::", 3, 1);
        assertArrayEquals(new int[] {1, 2, 3, 4}, map.values());
    }

    @Test
    void theLastOfDuplicatesWins() {
        PrefixMap map = PrefixMap.builder(0)
                .put(Prefix.parse("192.0.2.0/24"), 1)
                .put(Prefix.parse("192.0.2.128/25"), 3)
                .put(Prefix.parse("192.0.2.0/24"), 2)
                .build();
        assertFound(map, "192.0.2.1", 2, 25);
        assertFound(map, "192.0.2.200", 3, 25);
    }

    @Test
    void largestValueSurvivesAndNegativeOnesAreRefused() {
        PrefixMap map = PrefixMap.builder(0)
                .put(Prefix.parse("2001:db8::/128"), Integer.MAX_VALUE)
                .build();
        assertFound(map, "2001:db8::", Integer.MAX_VALUE, 128);
        assertThrows(IllegalArgumentException.class, () -> PrefixMap.constant(-1));
        assertThrows(IllegalArgumentException.class, () -> map.map(value -> -1));
    }

    @Test
    void buildersCanGoOn() {
        PrefixMap.Builder builder = PrefixMap.builder(0).put(Prefix.parse("192.0.2.0/24"), 1);
        PrefixMap before = builder.build();
        PrefixMap after = builder.put(Prefix.parse("192.0.2.0/25"), 2).build();
        assertFound(before, "192.0.2.0", 1, 24);
        assertFound(after, "192.0.2.0", 2, 25);
    }

    @Test
    void mappingMergesWhatBecomesEqual() {
        PrefixMap map = PrefixMap.builder(0)
                .put(Prefix.parse("192.0.2.0/25"), 1)
                .put(Prefix.parse("192.0.2.128/25"), 2)
                .build()
                .map(value -> value == 0 ? 0 : 1);
        assertFound(map, "192.0.2.1", 1, 24);
        assertFound(map.map(value -> 3), "192.0.2.1", 3, 0);
        assertEquals(0, map.map(value -> 3).nodeCount());
    }

    @Test
    void combinationAsksOnceForEachTuple() {
        PrefixMap one = PrefixMap.builder(0)
                .put(Prefix.parse("192.0.2.0/24"), 1)
                .put(Prefix.parse("198.51.100.0/24"), 1)
                .build();
        PrefixMap two = PrefixMap.builder(0).put(Prefix.parse("192.0.0.0/8"), 2).build();
        List<String> asked = new ArrayList<>();
        PrefixMap both = PrefixMap.combine(List.of(one, two), values -> {
            asked.add(values[0] + "," + values[1]);
            return values[0] + values[1];
        });
        assertEquals(List.of("0,0", "0,2", "1,2", "1,0"), asked);
        assertFound(both, "192.0.2.1", 3, 24);
        assertFound(both, "192.128.0.1", 2, 9);
        assertFound(both, "198.51.100.1", 1, 24);
        assertFound(both, "2001:db8::", 0, 0);
    }

    @Test
    void agreesWithALinearScanAndWithTheDefinitionOfDepth() {
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            List<Row> rows = adversarialRows(random, 1 + random.nextInt(40), 1 + random.nextInt(4));
            PrefixMap map = build(rows, 0);
            for (Prefix address : probes(rows, random)) {
                long found = map.lookup(address);
                assertEquals(scan(rows, 0, address), PrefixMap.value(found), "seed " + seed + " at " + address);
                assertEquals(
                        depthByDefinition(rows, address), PrefixMap.depth(found), "seed " + seed + " at " + address);
            }
        }
    }

    @Test
    void combinationAgreesWithTheFunctionOfTheParts() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<List<Row>> parts = new ArrayList<>();
            List<Row> all = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                parts.add(adversarialRows(random, random.nextInt(30), 3));
                all.addAll(parts.getLast());
            }
            PrefixMap combined = PrefixMap.combine(
                    parts.stream().map(part -> build(part, 0)).toList(), PrefixMapTest::sumModuloFive);
            Map<Prefix, Integer> pieces = new HashMap<>();
            for (Prefix address : probes(all, random)) {
                int[] values =
                        parts.stream().mapToInt(part -> scan(part, 0, address)).toArray();
                long found = combined.lookup(address);
                assertEquals(sumModuloFive(values), PrefixMap.value(found), "seed " + seed + " at " + address);
                Prefix piece = Prefix.masked(address.ipv6(), address.high(), address.low(), PrefixMap.depth(found));
                Integer before = pieces.put(piece, PrefixMap.value(found));
                assertTrue(before == null || before == PrefixMap.value(found), "seed " + seed + " at " + address);
            }
        }
    }

    @Test
    void aMillionPrefixesBuildInLittleTimeAndMemory() {
        Random random = new Random(4);
        PrefixMap.Builder builder = PrefixMap.builder(0);
        for (int i = 0; i < 1_000_000; i++) {
            boolean ipv6 = i % 4 == 0;
            long high =
                    ipv6 ? 0x2001_0db8_0000_0000L | (random.nextInt() & 0xffff_ffffL) : (long) random.nextInt() << 32;
            builder.put(Prefix.masked(ipv6, high, 0, ipv6 ? 56 : 24), 1 + random.nextInt(1000));
        }
        long start = System.nanoTime();
        PrefixMap map = builder.build();
        long milliseconds = (System.nanoTime() - start) / 1_000_000;
        assertTrue(milliseconds < 20_000, milliseconds + " ms");
        assertTrue(map.nodeCount() < 8_000_000, map.nodeCount() + " nodes");
    }

    private static int sumModuloFive(int[] values) {
        int sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (i + 1) * values[i];
        }
        return sum % 5;
    }

    private static PrefixMap build(List<Row> rows, int defaultValue) {
        PrefixMap.Builder builder = PrefixMap.builder(defaultValue);
        rows.forEach(row -> builder.put(row.prefix, row.value));
        return builder.build();
    }

    private static int scan(List<Row> rows, int defaultValue, Prefix address) {
        int value = defaultValue;
        int length = -1;
        for (Row row : rows) {
            if (row.prefix.contains(address) && row.prefix.length() >= length) {
                value = row.value;
                length = row.prefix.length();
            }
        }
        return value;
    }

    /** The length of the shortest prefix around an address all of whose addresses have one value. */
    private static int depthByDefinition(List<Row> rows, Prefix address) {
        int value = scan(rows, 0, address);
        for (int length = 0; ; length++) {
            Prefix around = Prefix.masked(address.ipv6(), address.high(), address.low(), length);
            if (isUniform(rows, around, value)) {
                return length;
            }
        }
    }

    /** Values change only where a prefix begins or ends, so those addresses stand for all. */
    private static boolean isUniform(List<Row> rows, Prefix around, int value) {
        if (scan(rows, 0, host(around)) != value) {
            return false;
        }
        for (Row row : rows) {
            for (Prefix edge : edges(row.prefix)) {
                if (around.contains(edge) && scan(rows, 0, edge) != value) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Prefix host(Prefix prefix) {
        return new Prefix(prefix.ipv6(), prefix.high(), prefix.low(), Prefix.width(prefix.ipv6()));
    }

    /** The first address of a prefix and the first one after it, the latter left out where there is none. */
    private static List<Prefix> edges(Prefix prefix) {
        Prefix first = host(prefix);
        int width = Prefix.width(prefix.ipv6());
        long high = prefix.high();
        long low = prefix.low();
        if (prefix.length() == 0) {
            return List.of(first);
        }
        if (prefix.length() <= 64) {
            high += 1L << (64 - prefix.length());
        } else {
            low += 1L << (128 - prefix.length());
            high += low == 0 ? 1 : 0;
        }
        boolean wrapped = high == 0 && low == 0;
        return wrapped ? List.of(first) : List.of(first, new Prefix(prefix.ipv6(), high, low, width));
    }

    /** Prefixes of one neighbourhood, of every length, nested, doubled, side by side. */
    private static List<Row> adversarialRows(Random random, int count, int values) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int value = random.nextInt(values + 1);
            if (!rows.isEmpty() && random.nextInt(3) > 0) {
                Prefix near = rows.get(random.nextInt(rows.size())).prefix;
                int width = Prefix.width(near.ipv6());
                int length = Math.clamp(near.length() + random.nextInt(-2, 3), 0, width);
                int flipped = length == 0 ? 0 : random.nextInt(Math.max(0, length - 2), length);
                long high = near.high() ^ (random.nextBoolean() && flipped < 64 ? 1L << (63 - flipped) : 0);
                long low = near.low() ^ (random.nextBoolean() && flipped >= 64 ? 1L << (127 - flipped) : 0);
                rows.add(new Row(Prefix.masked(near.ipv6(), high, low, length), value));
            } else {
                boolean ipv6 = random.nextBoolean();
                int length = random.nextInt(Prefix.width(ipv6) + 1);
                long high = ipv6 ? random.nextLong() : (long) random.nextInt() << 32;
                rows.add(new Row(Prefix.masked(ipv6, high, ipv6 ? random.nextLong() : 0, length), value));
            }
        }
        return rows;
    }

    private static List<Prefix> probes(List<Row> rows, Random random) {
        List<Prefix> probes = new ArrayList<>();
        probes.add(Prefix.parse("0.0.0.0"));
        probes.add(Prefix.parse("255.255.255.255"));
        probes.add(Prefix.parse("::"));
        probes.add(Prefix.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
        for (Row row : rows) {
            probes.addAll(edges(row.prefix));
            int width = Prefix.width(row.prefix.ipv6());
            int bit = random.nextInt(width);
            probes.add(new Prefix(
                    row.prefix.ipv6(),
                    row.prefix.high() ^ (bit < 64 ? 1L << (63 - bit) : 0),
                    row.prefix.low() ^ (bit >= 64 ? 1L << (127 - bit) : 0),
                    width));
        }
        return probes;
    }
}
