package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.Coordinates;
import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import io.proxima.policy.Site;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nearest sites, those that count as near, and who follows when they are down: against a search among all sites. */
class NearestTest {
    private static final int CLIENTS = 64;
    private static final int NEAREST = 8;

    /** Where the clients are, by number; their networks are 2001:db8:NUMBER::/48. */
    private final List<Coordinates> clients = new ArrayList<>();

    private static Prefix network(int client) {
        return Prefix.parse("2001:db8:" + Integer.toHexString(client) + "::/48");
    }

    private Geography geography(Path folder, Random random) throws IOException {
        StringBuilder csv = new StringBuilder();
        for (int i = 0; i < CLIENTS; i++) {
            Coordinates at = new Coordinates(
                    random.nextInt(5) == 0 ? random.nextBoolean() ? 90 : -90 : random.nextInt(-900, 901) / 10.0,
                    random.nextInt(5) == 0 ? random.nextBoolean() ? 180 : -180 : random.nextInt(-1800, 1801) / 10.0);
            clients.add(at);
            csv.append(network(i)).append(",net,").append(at.latitude() + "," + at.longitude() + "\n");
        }
        Files.writeString(folder.resolve("networks.csv"), csv);
        Findings findings = new Findings();
        Geography geography = Geography.load(
                List.of(),
                Files.writeString(folder.resolve("lines.yaml"), "networks-files: [networks.csv]\n"),
                null,
                findings);
        assertEquals(List.of(), findings.sorted());
        return geography;
    }

    /** A pool of members at sites made up by chance, near some client or anywhere, and how it is to choose. */
    private final class Sites {
        private final List<Site> sites = new ArrayList<>();
        private final int[] siteOf;
        private final int[] weights;
        private final int withinKm;
        private final Set<Integer> down = new HashSet<>();

        Sites(Random random) {
            int count = 2 + random.nextInt(11);
            for (int i = 0; i < count; i++) {
                Coordinates near = clients.get(random.nextInt(CLIENTS));
                boolean same = i > 0 && random.nextInt(6) == 0;
                sites.add(
                        same
                                ? new Site(
                                        "s" + i,
                                        sites.getLast().latitude(),
                                        sites.getLast().longitude())
                                : new Site(
                                        "s" + i,
                                        beside(near.latitude(), 90, random),
                                        beside(near.longitude(), 180, random)));
            }
            siteOf = IntStream.range(0, 20).map(_ -> random.nextInt(count)).toArray();
            weights = IntStream.range(0, 20).map(_ -> random.nextInt(4)).toArray();
            withinKm = random.nextInt(3) == 0 ? 0 : random.nextInt(4_000);
        }

        private static double beside(double degrees, int most, Random random) {
            return Math.round(Math.clamp(degrees + random.nextInt(-9, 10), -most, most) * 10) / 10.0;
        }

        String policy(boolean groups) {
            String listed = sites.stream()
                    .map(site -> "  %s: {at: [%s, %s]}%n".formatted(site.name(), site.latitude(), site.longitude()))
                    .collect(Collectors.joining());
            String attributes = IntStream.range(0, 20)
                    .mapToObj(i -> "  192.0.2.%d: {weight: %d, site: %s}%n".formatted(i, weights[i], "s" + siteOf[i]))
                    .collect(Collectors.joining());
            String children = groups
                    ? IntStream.range(0, 20)
                            .mapToObj(i ->
                                    "      - {site: s%d, choose: all, members: [192.0.2.%d]}%n".formatted(siteOf[i], i))
                            .collect(Collectors.joining("", "    groups:\n", ""))
                    : "    members: "
                            + IntStream.range(0, 20)
                                    .mapToObj(i -> "192.0.2." + i)
                                    .toList() + "\n";
            return "sites:\n" + listed + "members:\n" + attributes
                    + "pools:\n  edge:\n    check: web\n    choose: nearest\n    within: " + withinKm + "km\n"
                    + children;
        }

        private long metres(Coordinates client, int member) {
            return NaivePool.metres(client, sites.get(siteOf[member]));
        }

        private List<Double> place(int member) {
            Site site = sites.get(siteOf[member]);
            return List.of(site.latitude(), site.longitude());
        }

        /** Who shares a client, and by which weights. */
        Map<String, Integer> expected(Coordinates client) {
            Set<List<Double>> nearest = IntStream.range(0, 20)
                    .boxed()
                    .sorted(Comparator.comparingLong(member -> metres(client, member)))
                    .map(this::place)
                    .distinct()
                    .limit(NEAREST)
                    .collect(Collectors.toCollection(LinkedHashSet::new));
            List<Integer> up = IntStream.range(0, 20)
                    .filter(member -> !down.contains(member))
                    .boxed()
                    .toList();
            long first = up.stream()
                    .filter(member -> nearest.contains(place(member)))
                    .mapToLong(member -> metres(client, member))
                    .min()
                    .orElse(-1);
            List<Integer> serving = up.stream()
                    .filter(member ->
                            nearest.contains(place(member)) && metres(client, member) <= first + withinKm * 1000L)
                    .toList();
            Map<String, Integer> expected = new HashMap<>();
            boolean equal = serving.stream().allMatch(member -> weights[member] == 0);
            serving.forEach(member -> expected.put("192.0.2." + member, equal ? 1 : weights[member]));
            expected.values().removeIf(weight -> weight == 0);
            return expected;
        }
    }

    private void compare(Path folder, boolean groups) throws IOException {
        Random random = new Random(7);
        Geography geography = geography(folder, random);
        int shared = 0;
        int handedOver = 0;
        for (int round = 0; round < 60; round++) {
            Sites sites = new Sites(random);
            TestPool pool = TestPool.of(sites.policy(groups), geography, round);
            for (int state = 0; state < 3; state++) {
                sites.down.clear();
                IntStream.range(0, 20).filter(_ -> random.nextInt(3) == 0).forEach(sites.down::add);
                pool.down(sites.down.stream().map(member -> "192.0.2." + member).toArray(String[]::new));
                for (int i = 0; i < 6; i++) {
                    int client = random.nextInt(CLIENTS);
                    Map<String, Integer> expected = sites.expected(clients.get(client));
                    if (expected.isEmpty()) {
                        handedOver++;
                        continue; // none of the eight nearest is up: as written
                    }
                    shared += expected.size() > 1 ? 1 : 0;
                    Map<String, Integer> counts = new HashMap<>();
                    int draws = 600;
                    for (int draw = 0; draw < draws; draw++) {
                        counts.merge(pool.answerTo(network(client), false, 1).getFirst(), 1, Integer::sum);
                    }
                    String at = "round " + round + ", client " + clients.get(client) + ", within " + sites.withinKm;
                    double total = expected.values().stream()
                            .mapToInt(Integer::intValue)
                            .sum();
                    assertEquals(expected.keySet(), counts.keySet(), at);
                    expected.forEach((member, weight) -> {
                        double chance = weight / total;
                        double deviation = Math.sqrt(draws * chance * (1 - chance));
                        assertEquals(
                                draws * chance,
                                counts.getOrDefault(member, 0),
                                5 * deviation + 0.5,
                                at + ": " + member);
                    });
                }
            }
        }
        assertTrue(shared > 300, "only " + shared + " clients were shared");
        assertTrue(handedOver < 200, handedOver + " clients had none of the eight nearest");
    }

    @Test
    void membersAsNearShareByWeight(@TempDir Path folder) throws IOException {
        compare(folder, false);
    }

    @Test
    void groupsAsNearShareByWeight(@TempDir Path folder) throws IOException {
        compare(folder, true);
    }

    /** A band moves with the nearest that is up; nine servers at one site are one site of the eight. */
    @Test
    void theNextBandServesWhenTheNearestIsDown(@TempDir Path folder) throws IOException {
        clients.add(new Coordinates(0, 0));
        Files.writeString(folder.resolve("networks.csv"), "198.51.100.0/24,net,0,0\n");
        Geography geography = Geography.load(
                List.of(),
                Files.writeString(folder.resolve("lines.yaml"), "networks-files: [networks.csv]\n"),
                null,
                new Findings());
        TestPool pool = TestPool.of("""
                sites:
                  here: {at: [0, 0]}
                  near: {at: [0, 0.8]}
                  mid:  {at: [0, 1.6]}
                  far:  {at: [0, -9]}
                members:
                  192.0.2.1: {site: here}
                  192.0.2.2: {site: near}
                  192.0.2.3: {site: mid}
                  192.0.2.4: {site: far}
                pools:
                  edge: {check: web, choose: nearest, within: 100km, members: [192.0.2.4, 192.0.2.3, 192.0.2.2, 192.0.2.1]}
                """, geography, 1);
        Prefix client = Prefix.parse("198.51.100.0/24");
        assertEquals(Set.of("192.0.2.1", "192.0.2.2"), seen(pool, client));
        assertEquals(
                Set.of("192.0.2.1", "192.0.2.2"), Set.copyOf(pool.answerTo(client, false, 4)), "answers of one band");
        pool.down("192.0.2.1");
        assertEquals(Set.of("192.0.2.2", "192.0.2.3"), seen(pool, client));
        pool.down("192.0.2.2");
        assertEquals(Set.of("192.0.2.1"), seen(pool, client));
        pool.down("192.0.2.1", "192.0.2.2");
        assertEquals(Set.of("192.0.2.3"), seen(pool, client));
        pool.down("192.0.2.1", "192.0.2.2", "192.0.2.3");
        assertEquals(Set.of("192.0.2.4"), seen(pool, client));
        assertEquals(Set.of("192.0.2.4"), seen(pool, Prefix.parse("203.0.113.0/24")), "a client nobody knows");
    }

    private static Set<String> seen(TestPool pool, Prefix client) {
        return IntStream.range(0, 60)
                .mapToObj(_ -> pool.answerTo(client, false, 0).getFirst())
                .collect(Collectors.toSet());
    }
}
