package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.net.Prefix;
import io.proxima.source.Findings;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The addresses of every line as the trie counts them, against asking for one after another. */
class CoverageTest {
    private static final List<String> NAMES = List.of("red", "green", "blue");
    private static final List<String> DECLARED = List.of("green", "default", "red");
    private static final String UNKNOWN = "unknown";
    private static final long IPV4 = 0xcb00_7100L << 32;
    private static final long IPV6 = 0x2001_0db8L << 32;

    @TempDir
    private Path folder;

    @Test
    void everyAddressCountsOnceForItsBestLine() throws IOException {
        for (long seed = 1; seed <= 60; seed++) {
            Map<Prefix, String> networks = networks(new Random(seed));
            Coverage coverage = geography(networks).coverage(DECLARED);
            assertEquals(DECLARED, List.copyOf(coverage.lines().keySet()), "seed " + seed);
            Map<String, Long> ipv4 = new HashMap<>();
            for (long i = 0; i < 256; i++) {
                ipv4.merge(best(networks, new Prefix(false, IPV4 | i << 32, 0, 32)), 1L, Long::sum);
            }
            Map<String, Long> ipv6 = new HashMap<>();
            for (long i = 0; i < 4096; i++) {
                ipv6.merge(best(networks, new Prefix(true, IPV6 | i << 8, 0, 56)), 1L, Long::sum);
            }
            for (String line : DECLARED) {
                Coverage.Addresses addresses = coverage.on(line);
                String told = "seed " + seed + ", " + line + " of " + networks;
                assertEquals(BigInteger.valueOf(ipv4.getOrDefault(line, 0L)), addresses.ipv4(), told);
                assertEquals(ipv6.getOrDefault(line, 0L) / 256.0, addresses.sites(), 0, told);
                assertEquals(!ipv4.containsKey(line) && !ipv6.containsKey(line), addresses.isNone(), told);
            }
            assertEquals(
                    BigInteger.ONE.shiftLeft(32),
                    coverage.known().ipv4().add(coverage.unknown().ipv4()),
                    "seed " + seed);
            assertEquals(
                    BigInteger.ONE.shiftLeft(128),
                    coverage.known().ipv6().add(coverage.unknown().ipv6()),
                    "seed " + seed);
        }
    }

    @Test
    void partsOfASiteCountAsParts() throws IOException {
        Coverage coverage = geography(
                        Map.of(Prefix.parse("2001:db8::/64"), "red", Prefix.parse("2001:db8:2::/47"), "blue"))
                .coverage(List.of("red", "blue", "default"));
        assertEquals(1 / 65536.0, coverage.on("red").sites());
        assertEquals(2, coverage.on("blue").sites());
        assertFalse(coverage.on("red").isNone());
        assertTrue(coverage.on("default").isNone());
    }

    @Test
    void theExtentIsThatOfAllFacts() throws IOException {
        Geography geography =
                geography(Map.of(Prefix.parse("203.0.113.0/24"), "red", Prefix.parse("203.0.113.128/26"), "blue"));
        assertEquals(Prefix.parse("203.0.113.0/25"), geography.extent(Prefix.parse("203.0.113.7")));
        assertEquals(Prefix.parse("203.0.113.128/26"), geography.extent(Prefix.parse("203.0.113.130/32")));
        assertEquals(Prefix.parse("::/0"), geography.extent(Prefix.parse("2001:db8::1")));
    }

    private static Map<Prefix, String> networks(Random random) {
        Map<Prefix, String> networks = new LinkedHashMap<>();
        for (int i = random.nextInt(40); i >= 0; i--) {
            Prefix prefix = random.nextBoolean()
                    ? Prefix.masked(true, IPV6 | (long) random.nextInt(4096) << 8, 0, 44 + random.nextInt(13))
                    : Prefix.masked(false, IPV4 | (long) random.nextInt(256) << 32, 0, 24 + random.nextInt(9));
            networks.put(prefix, NAMES.get(random.nextInt(NAMES.size())));
        }
        return networks;
    }

    private static String best(Map<Prefix, String> networks, Prefix address) {
        List<Prefix> around = new ArrayList<>(networks.keySet());
        around.removeIf(prefix -> !prefix.contains(address));
        around.sort(Comparator.comparingInt(prefix -> -prefix.length()));
        return around.isEmpty()
                ? UNKNOWN
                : around.stream()
                        .map(networks::get)
                        .filter(DECLARED::contains)
                        .findFirst()
                        .orElse("default");
    }

    private Geography geography(Map<Prefix, String> networks) throws IOException {
        Files.writeString(
                folder.resolve("networks.csv"),
                networks.entrySet().stream()
                        .map(network -> network.getKey() + "," + network.getValue() + "\n")
                        .collect(Collectors.joining()));
        Path lines = Files.writeString(folder.resolve("lines.yaml"), "networks-files: [networks.csv]\n");
        Findings findings = new Findings();
        Geography geography = Geography.load(List.of(), lines, null, findings);
        assertEquals(List.of(), findings.sorted());
        return geography;
    }
}
