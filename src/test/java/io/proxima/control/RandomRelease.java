package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.Release;
import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import io.proxima.policy.Policy;
import io.proxima.policy.PolicyReader;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.zone.Zone;
import io.proxima.zone.ZoneReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** Zones and policies made up by chance, as files: every rule at every level, shared members, aliases and wildcards. */
public final class RandomRelease {
    private static final List<String> NETWORKS = List.of(
            "198.51.100.0/24,red,31.2,121.5",
            "198.51.100.128/25,green,23.1,113.3",
            "198.51.100.192/28,blue,50.1,8.7",
            "203.0.113.0/26,red,31.2,121.5",
            "203.0.113.64/26,grey,39.9,116.4",
            "203.0.113.80/30,green",
            "192.0.2.0/25,blue",
            "2001:db8::/36,red,31.2,121.5",
            "2001:db8:800::/40,green,37.8,-122.4",
            "2001:db8:801:2::/64,blue,50.1,8.7");
    private static final List<String> LINES = List.of("red", "green", "blue", "grey");
    private static final List<String> SITES = List.of("shanghai", "guangzhou", "frankfurt");
    private static final List<String> LEAF_RULES = List.of(
            "weighted",
            "round-robin",
            "random",
            "all",
            "failover",
            "consistent-hash",
            "nearest",
            "nearest|within: 1500km");
    private static final List<String> ALL_DOWN = List.of("serve-all", "serve-all", "empty", "refuse");
    private static final int MEMBERS = 9;
    private static final int PLACED = 6;
    static final int NAMES = 5;

    private final Random random;
    private final List<Zone> zones = new ArrayList<>();
    private final List<Policy> policies = new ArrayList<>();
    /** Names that are steered, or lead to one. */
    public final List<String> names = new ArrayList<>();

    public RandomRelease(Random random, int count) {
        this.random = random;
        for (int i = 0; i < count; i++) {
            int tries = 0;
            while (!zone("z" + i + ".example.com.")) {
                assertTrue(tries++ < 100, "nothing made up is taken");
            }
        }
    }

    public Release release(Path folder) throws IOException {
        Files.write(folder.resolve("networks.csv"), NETWORKS);
        Path lines = Files.writeString(folder.resolve("lines.yaml"), "networks-files: [networks.csv]\n");
        Findings findings = new Findings();
        Geography geography = Geography.load(List.of(), lines, null, findings);
        assertFalse(findings.hasErrors(), () -> findings.sorted().toString());
        return new Release(zones, policies, geography);
    }

    /** A client subnet, most often in or beside one of the networks. */
    public static Prefix client(Random random) {
        Prefix near = Prefix.parse(NETWORKS.get(random.nextInt(NETWORKS.size())).replaceFirst(",.*", ""));
        int from = Math.max(0, near.length() - 2);
        int length = Math.min(near.ipv6() ? 64 : 32, from + 1 + random.nextInt(12));
        long bits = near.ipv6() ? random.nextLong() : random.nextLong() & (-1L << 32);
        return Prefix.masked(
                near.ipv6(),
                (near.high() & Prefix.maskHigh(-1, from)) | (bits & ~Prefix.maskHigh(-1, from)),
                0,
                length);
    }

    /** Makes up a zone and its policy; gives whether they are taken, as those with a group of weights 0 are not. */
    private boolean zone(String apex) {
        StringBuilder zone = new StringBuilder("""
                $TTL 60
                @ IN SOA ns1 hostmaster 1 3600 600 604800 30
                @ IN NS ns1
                ns1 IN A 192.0.2.250
                """);
        for (int i = 0; i < MEMBERS; i++) {
            int families = 1 + random.nextInt(3);
            for (int j = 0; j < 1 + random.nextInt(2); j++) {
                int number = random.nextInt(8) == 0 ? 1 : 2 + 2 * i + j;
                zone.append((families & 1) == 0 ? "" : "m" + i + " IN A 192.0.2." + number + "\n");
                zone.append((families & 2) == 0 ? "" : "m" + i + " IN AAAA 2001:db8::" + number + "\n");
            }
        }
        StringBuilder policy =
                new StringBuilder("checks:\n  web: {kind: tcp, port: 80}\n  tcp: {kind: tcp, port: 81}\n");
        policy.append("""
                sites:
                  shanghai: {at: [31.23, 121.47]}
                  guangzhou: {at: [23.13, 113.26]}
                  frankfurt: {at: [50.11, 8.68]}
                members:
                """);
        for (int i = 0; i < MEMBERS; i++) {
            policy.append("  m" + i + ": {weight: " + random.nextInt(5) + (i < PLACED ? ", site: " + oneOf(SITES) : "")
                    + maybe(6, ", check: tcp") + "}\n");
        }
        policy.append("pools:\n");
        for (int i = 0; i < NAMES; i++) {
            String allDown = i + 1 < NAMES && random.nextInt(4) == 0 ? "{pool: p" + (i + 1) + "}" : oneOf(ALL_DOWN);
            policy.append("  p" + i + ":\n    check: web\n    all-down: " + allDown + "\n    ")
                    .append(
                            random.nextInt(9) == 0
                                    ? "choose: " + oneOf(LEAF_RULES.subList(0, 6))
                                    : group(2).replace("|", "\n    "))
                    .append('\n');
        }
        policy.append("names:\n");
        List<String> owners = new ArrayList<>();
        for (int i = 0; i < NAMES; i++) {
            String owner = i == 0 ? "*.wild" : "n" + i;
            owners.add(i == 0 ? "x.wild" : owner);
            zone.append(owner + " IN A 192.0.2." + (200 + i) + "\n" + owner + " IN AAAA 2001:db8::" + (200 + i) + "\n");
            zone.append(maybe(2, owner + " IN HTTPS 1 . alpn=h2 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1\n"));
            policy.append("  \"" + owner + "\": {pool: p" + i + maybe(8, ", ecs: off")
                    + maybe(2, ", answers: " + (1 + random.nextInt(4)))
                    + maybe(2, ", ttl: {steady: 60s, unsettled: " + (1 + random.nextInt(9)) + "s}") + "}\n");
        }
        zone.append("alias IN CNAME n1\n");
        owners.add("alias");
        Findings findings = new Findings();
        Name name = Name.parse(apex);
        Optional<Zone> read = new ZoneReader(path -> zone.toString().getBytes(StandardCharsets.UTF_8))
                .read(Path.of(apex + "zone"), apex + "zone", name, findings);
        Optional<Policy> steering = PolicyReader.read(apex + "policy.yaml", policy.toString(), name, findings);
        if (read.isEmpty() || steering.isEmpty()) {
            return false;
        }
        zones.add(read.get());
        policies.add(steering.get());
        owners.forEach(owner -> names.add(owner + "." + apex));
        return true;
    }

    /** The inside of a group, its lines parted by a bar. */
    private String group(int depth) {
        if (depth == 0 || random.nextInt(3) == 0) {
            List<Integer> members = new ArrayList<>();
            for (int i = 0; i < MEMBERS; i++) {
                members.add(i);
            }
            Collections.shuffle(members, random);
            String rule = oneOf(LEAF_RULES);
            if (rule.contains("nearest")) { // one at least must have a site
                int placed = random.nextInt(PLACED);
                members.removeIf(member -> member == placed);
                members.addFirst(placed);
            }
            int count = 1 + random.nextInt(3);
            return "choose: " + rule + (count > 1 ? maybe(4, "|up-at-least: 2") : "") + stability() + "|members: "
                    + members.subList(0, count).stream()
                            .map(member -> "m" + member)
                            .collect(Collectors.joining(", ", "[", "]"));
        }
        boolean byLine = random.nextInt(3) == 0;
        String rule = byLine ? "line" : oneOf(LEAF_RULES);
        int count = 1 + random.nextInt(3);
        List<String> lines = new ArrayList<>(LINES);
        Collections.shuffle(lines, random);
        StringBuilder groups = new StringBuilder("choose: " + rule + stability() + "|groups:");
        for (int i = 0; i < count; i++) {
            groups.append("|  - {"
                    + group(depth - 1)
                            .replace("|  - ", ", ")
                            .replace("groups:, ", "groups: [")
                            .replace("|", ", "));
            if (groups.indexOf("groups: [", groups.lastIndexOf("|  - ")) >= 0) {
                groups.append(']');
            }
            groups.append(byLine ? ", line: " + (i + 1 == count ? "default" : lines.get(i)) : "")
                    .append(maybe(3, ", weight: " + random.nextInt(4)))
                    .append(maybe(rule.contains("nearest") ? 1 : 3, ", site: " + oneOf(SITES)))
                    .append('}');
        }
        return groups.toString();
    }

    private String stability() {
        return maybe(6, "|panic: " + (20 + random.nextInt(80)) + "%")
                + maybe(5, "|slow-start: " + oneOf(List.of("off", "10m", "30m")))
                + maybe(12, "|up-at-least: " + random.nextInt(101) + "%");
    }

    private String maybe(int oneIn, String text) {
        return random.nextInt(oneIn) == 0 ? text : "";
    }

    private String oneOf(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
