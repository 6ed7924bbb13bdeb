package io.proxima.conformance.rfc7871;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.geo.Geography;
import io.proxima.health.Verdict;
import io.proxima.net.Prefix;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * RFC 7871 section 7.2.1: a scope of 0 wherever it was not the client subnet that chose, in the octets of the response.
 *
 * <p>Pools that look at the client, verdicts and sources are made up by chance. Beside answers that depend on the client are
 * names that do not exist or have nothing of the type, referrals, names with {@code ecs: off}, sources of /0 and resolvers that
 * are not believed.
 */
class ZeroScopeTest {
    private static final int SEEDS = 60;
    private static final int QUERIES = 500;
    private static final int NAMES = 8;
    private static final List<String> LEAF_RULES =
            List.of("weighted", "round-robin", "random", "all", "failover", "nearest");
    private static final int[] TYPES = {Type.A, Type.A, Type.AAAA, Type.HTTPS, Type.TXT, Type.ANY};
    private static final EngineSettings SETTINGS = new EngineSettings(
            List.of(Prefix.parse("192.0.2.0/24"), Prefix.parse("2001:db8:53::/48")),
            EngineSettings.Access.OPEN,
            Identity.NONE,
            null,
            0);

    private final Map<String, Integer> seen = new HashMap<>();

    private static String oneOf(Random random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String leaf(Random random, String before) {
        String rule = random.nextInt(3) == 0
                ? "consistent-hash, key: {ipv4: %d, ipv6: %d}"
                        .formatted(1 + random.nextInt(32), 1 + random.nextInt(128))
                : oneOf(random, LEAF_RULES);
        return random.ints(0, 9)
                .distinct()
                .limit(1 + random.nextInt(4))
                .mapToObj(i -> "m" + i)
                .collect(Collectors.joining(", ", before + "choose: " + rule + ", members: [", "]"));
    }

    private static String pool(Random random) {
        String inside = switch (random.nextInt(4)) {
            case 0 -> leaf(random, "");
            case 1 ->
                "choose: line, groups: [{%s}, {%s}, {%s}]"
                        .formatted(
                                leaf(random, "line: red, "),
                                leaf(random, "line: green, "),
                                leaf(random, "line: default, "));
            default ->
                "choose: %s, groups: [{%s}, {%s}]"
                        .formatted(oneOf(random, LEAF_RULES), leaf(random, "site: s0, "), leaf(random, "site: s1, "));
        };
        return "{check: web, all-down: " + oneOf(random, List.of("serve-all", "empty", "refuse")) + ", " + inside + "}";
    }

    private static TestServer server(Random random, Path folder) throws IOException {
        StringBuilder zone = new StringBuilder("""
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                plain A 192.0.2.99
                below.nothing A 192.0.2.98
                cut NS ns.cut
                ns.cut A 192.0.2.97
                gone CNAME missing
                away CNAME www.example.org.
                """);
        StringBuilder policy = new StringBuilder("checks:\n  web: {kind: tcp, port: 80}\nsites:\n");
        for (int i = 0; i < 3; i++) {
            policy.append("  s%d: {at: [%d, %d]}%n".formatted(i, random.nextInt(-80, 80), random.nextInt(-170, 170)));
        }
        policy.append("members:\n");
        for (int i = 0; i < 9; i++) {
            int families = 1 + random.nextInt(3);
            zone.append((families & 1) == 0 ? "" : "m%d A 192.0.2.%d%n".formatted(i, i + 1));
            zone.append((families & 2) == 0 ? "" : "m%d AAAA 2001:db8::%d%n".formatted(i, i + 1));
            policy.append("  m%d: {weight: %d, site: s%d}%n".formatted(i, 1 + random.nextInt(4), random.nextInt(3)));
        }
        policy.append("pools:\n");
        IntStream.range(0, NAMES).forEach(i -> policy.append("  p" + i + ": " + pool(random) + "\n"));
        policy.append("names:\n");
        for (int i = 0; i < NAMES; i++) {
            String owner = i % 2 == 0 ? "on" + i : "off" + i;
            String answers = random.nextBoolean() ? ", answers: " + (1 + random.nextInt(3)) : "";
            policy.append("  %s: {pool: p%d%s%s}%n".formatted(owner, i, answers, i % 2 == 0 ? "" : ", ecs: off"));
            zone.append("%s A 192.0.2.100%n%s HTTPS 1 . alpn=h2%n".formatted(owner, owner));
        }
        zone.append("to-on CNAME on0\nto-off CNAME off1\n");
        Files.write(
                folder.resolve("networks.csv"),
                IntStream.range(0, 30)
                        .mapToObj(i -> network(random) + oneOf(random, List.of(",red", ",green")) + ","
                                + random.nextInt(-90, 90) + "," + random.nextInt(-180, 180))
                        .collect(Collectors.toMap(line -> line.replaceFirst(",.*", ""), line -> line, (a, _) -> a))
                        .values());
        Path lines = Files.writeString(folder.resolve("lines.yaml"), "networks-files: [networks.csv]\n");
        Findings findings = new Findings();
        Geography geography = Geography.load(List.of(), lines, null, findings);
        assertFalse(findings.hasErrors(), () -> findings.sorted().toString());
        return TestServer.of(
                        Map.of("example.com.", zone.toString()), Map.of("example.com.", policy.toString()), geography)
                .with(SETTINGS);
    }

    private static Prefix network(Random random) {
        return random.nextBoolean()
                ? Prefix.masked(false, (long) random.nextInt() << 32, 0, 1 + random.nextInt(12))
                : Prefix.masked(
                        true,
                        0x2001_0db8_0000_0000L | Integer.toUnsignedLong(random.nextInt()),
                        0,
                        33 + random.nextInt(8));
    }

    private static String name(Random random) {
        String label = switch (random.nextInt(12)) {
            case 0 -> "missing";
            case 1 -> "nothing";
            case 2 -> "x.cut";
            case 3 -> "plain";
            case 4 -> "gone";
            case 5 -> "away";
            case 6 -> "to-on";
            case 7 -> "to-off";
            default -> {
                int i = random.nextInt(NAMES);
                yield (i % 2 == 0 ? "on" : "off") + i;
            }
        };
        return label + ".example.com.";
    }

    @Test
    void theScopeIsZeroWhereTheSubnetDidNotChoose(@TempDir Path folder) throws IOException {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            TestServer server = server(random, Files.createDirectories(folder.resolve("" + seed)));
            double upShare = random.nextInt(4) / 3.0;
            server.catalog().applyAll(_ -> new Verdict(random.nextDouble() < upShare, false, 0), 1_000_000_000);
            for (int i = 0; i < QUERIES; i++) {
                ask(server, random, "seed " + seed + ", query " + i);
            }
        }
        for (String kind :
                List.of("NXDOMAIN", "NODATA", "SERVFAIL", "referral", "/0", "not believed", "off", "plain")) {
            assertTrue(seen.getOrDefault(kind, 0) > 200, () -> kind + " is rare: " + seen);
        }
        assertTrue(seen.getOrDefault("scope above 0", 0) > 1_000, seen::toString);
    }

    private void ask(TestServer server, Random random, String at) {
        String name = name(random);
        int type = TYPES[random.nextInt(TYPES.length)];
        Prefix near = network(random);
        int length = random.nextInt(6) == 0 ? 0 : 1 + random.nextInt(near.ipv6() ? 64 : 32);
        Prefix source = Prefix.masked(near.ipv6(), near.high(), random.nextLong() & (near.ipv6() ? -1L : 0), length);
        boolean believed = random.nextInt(4) > 0;
        server.from(believed ? oneOf(random, List.of("192.0.2.53", "2001:db8:53::53")) : "198.51.100.53");
        String address = "%016x%016x".formatted(source.high(), source.low()).substring(0, (length + 7) / 8 * 2);
        int family = source.ipv6() ? 2 : 1;
        byte[] response = server.answer(
                RawQuery.of(name, type).subnet(family, length, 0, address).toWire(), random.nextBoolean());
        String where = at + ": " + name + " " + Type.string(type) + ", source " + source + ", believed " + believed;
        String octets = HexFormat.of().formatHex(response);
        String option = "0008%04x%04x%02x".formatted(4 + address.length() / 2, family, length);
        int from = octets.lastIndexOf(option) + option.length();
        assertTrue(from >= option.length() && octets.startsWith(address, from + 2), where + ": no option in " + octets);
        int scope = HexFormat.fromHexDigits(octets, from, from + 2);
        String kind = kind(parsed(response, where), name, length, believed);
        seen.merge(kind, 1, Integer::sum);
        if (kind.equals("chosen")) {
            seen.merge(scope > 0 ? "scope above 0" : "scope 0", 1, Integer::sum);
        } else {
            assertEquals(0, scope, where + ": " + kind);
        }
    }

    private static Message parsed(byte[] response, String where) {
        try {
            return new Message(response);
        } catch (IOException e) {
            throw new AssertionError(where, e);
        }
    }

    /** Why the scope is to be 0; {@code chosen} where it need not be. */
    private static String kind(Message message, String name, int length, boolean believed) {
        if (message.getRcode() != Rcode.NOERROR) {
            return Rcode.string(message.getRcode());
        }
        if (message.getSection(Section.ANSWER).isEmpty()) {
            return message.getHeader().getFlag(org.xbill.DNS.Flags.AA) ? "NODATA" : "referral";
        }
        if (length == 0) {
            return "/0";
        }
        if (!believed) {
            return "not believed";
        }
        return name.contains("off") ? "off" : name.startsWith("on") || name.startsWith("to-on") ? "chosen" : "plain";
    }
}
