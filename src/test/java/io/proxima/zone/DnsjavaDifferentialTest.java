package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Master;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Zones drawn at random, read by us and by dnsjava's own reader of master files: the same names, types, TTLs and octets. */
class DnsjavaDifferentialTest {
    private static final String[] TTLS = {"", "60 ", "1h ", "1h30m ", "IN ", "IN 60 ", "60 IN ", "\t"};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readsWhatDnsjavaReads(long seed) throws IOException {
        String text = ZoneFixture.HEAD + records(new Random(seed), 2_000);
        ZoneFixture fixture = ZoneFixture.of(text);
        Zone zone = fixture.read().orElseThrow(() -> new AssertionError("seed " + seed + ": " + fixture.found()));
        assertEquals(byDnsjava(text), ours(zone));
    }

    private static String records(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            // Each name is of one kind, so that no CNAME stands beside other data; TTLs are one a name.
            int kind = random.nextInt(12);
            String owner = (random.nextBoolean() ? "n" : "N") + kind + "-" + (kind == 1 ? i : i / 3);
            String ttl = TTLS[Math.floorMod(owner.toLowerCase(Locale.ROOT).hashCode(), TTLS.length)];
            String data = data(kind, random);
            text.append(owner)
                    .append(random.nextBoolean() ? " " : "\t")
                    .append(ttl)
                    .append(data)
                    .append('\n');
            if (kind == 0 && random.nextBoolean()) {
                text.append("  ").append(ttl).append(data(kind, random)).append(" ; again\n");
            }
            if (random.nextInt(50) == 0) {
                text.append("\n; a comment (with \"things\n");
            }
        }
        return text.toString();
    }

    private static String data(int kind, Random random) {
        int n = random.nextInt(256);
        return switch (kind) {
            case 0 -> "A 192.0.2." + n;
            case 1 -> "CNAME Host" + n + (random.nextBoolean() ? "" : ".Example.NET.");
            case 2 -> "AAAA 2001:db8::" + Integer.toHexString(n);
            case 3 -> "MX " + n + " ( mail" + n + "\n )";
            case 4 -> "TXT \"a;" + n + "\" b\\032" + n + " (\"x\\\"y\" ; note\n z )";
            case 5 -> "SRV 1 2 " + n + " Sip.example.net.";
            case 6 -> "CAA 0 issue \"ca" + n + ".example.net\"";
            case 7 -> "TYPE731 \\# 2 00" + HexFormat.of().toHexDigits((byte) n);
            case 8 -> "HTTPS 1 . alpn=h2,h3 port=" + n + " ipv4hint=192.0.2." + n;
            case 9 -> "NAPTR 1 " + n + " \"u\" \"E2U+sip\" \"!^.*$!sip:x@example.net!\" .";
            case 10 -> "DS " + n + " 8 2 " + "ab".repeat(32);
            default -> "PTR a\\.b" + n + ".\\065";
        };
    }

    private static Map<String, Set<String>> byDnsjava(String text) throws IOException {
        Map<String, Set<String>> sets = new TreeMap<>();
        org.xbill.DNS.Name apex = org.xbill.DNS.Name.fromString("example.com.");
        try (Master master = new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), apex)) {
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                byte[] wire = record.withName(org.xbill.DNS.Name.root).toWire(Section.ANSWER);
                String owner = HexFormat.of().formatHex(record.getName().toWireCanonical());
                sets.computeIfAbsent(owner + " " + record.getType() + " " + record.getTTL(), _ -> new TreeSet<>())
                        .add(HexFormat.of().formatHex(wire, 11, wire.length));
            }
        }
        return sets;
    }

    private static Map<String, Set<String>> ours(Zone zone) {
        Map<String, Set<String>> sets = new TreeMap<>();
        zone.owners()
                .forEach(each -> each.rrsets().forEach(rrset -> {
                    String owner = HexFormat.of()
                            .formatHex(Names.lowerCase(rrset.owner().octets()));
                    sets.put(
                            owner + " " + rrset.type() + " " + rrset.ttlSeconds(),
                            new TreeSet<>(ZoneFixture.hex(rrset)));
                }));
        return sets;
    }
}
