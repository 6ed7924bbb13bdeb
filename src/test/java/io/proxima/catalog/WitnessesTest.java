package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.health.Pair;
import io.proxima.steer.PlanAddress;
import io.proxima.steer.PoolPlan;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who can bear witness for whom. */
class WitnessesTest {
    private static final String ZONE = """
            $ORIGIN example.com.
            $TTL 300
            @ SOA ns hostmaster 1 3600 600 86400 60
            @ NS ns.example.net.
            """;

    private static Catalog catalog(String zone, String policy) {
        return TestServer.of(Map.of("example.com.", ZONE + zone), Map.of("example.com.", policy))
                .catalog();
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }

    private static String members(IntStream numbers) {
        return numbers.mapToObj(i -> "m" + i).collect(Collectors.joining(", ", "[", "]"));
    }

    /** The plain definition. */
    private static Set<Pair> naive(Catalog catalog, Pair pair) {
        Set<Pair> witnesses = new HashSet<>();
        for (PoolPlan pool : catalog.pools()) {
            Set<String> sites = pool.addresses().stream()
                    .filter(address -> pair.equals(address.pair()))
                    .map(PlanAddress::site)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            for (PlanAddress address : pool.addresses()) {
                if (!sites.isEmpty()
                        && address.pair() != null
                        && address.site() != null
                        && !sites.contains(address.site())) {
                    witnesses.add(address.pair());
                }
            }
        }
        return witnesses;
    }

    private static String randomPool(Random random, int number) {
        StringBuilder pool = new StringBuilder("  p%d: {check: web, choose: random, all-down: %s, groups: ["
                .formatted(number, random.nextInt(3) == 0 ? "{pool: flat}" : "empty"));
        for (int group = 0; group < 3; group++) {
            pool.append(random.nextInt(3) == 0 ? "{check: tcp, " : "{")
                    .append(random.nextInt(3) == 0 ? "site: s" + random.nextInt(4) + ", " : "")
                    .append("choose: all, members: ")
                    .append(members(random.ints(0, 12).distinct().limit(1 + random.nextInt(5))))
                    .append("}, ");
        }
        return pool + "]}\n";
    }

    @Test
    void thoseAtOtherSitesOfThePoolsThatAPairServes() {
        int some = 0;
        int several = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            int pools = 1 + random.nextInt(4);
            String zone = lines(12, i -> "m%d A 192.0.2.%d%n".formatted(i, 1 + random.nextInt(14)))
                    + lines(8, i -> "n%d A 192.0.2.%d%n".formatted(i, 200 + i));
            String policy = "checks:\n  web: {kind: tcp, port: 80}\n  tcp: {kind: tcp, port: 81}\nsites:\n"
                    + lines(4, i -> "  s%d: {at: [1, %d]}%n".formatted(i, i))
                    + "members:\n"
                    + lines(
                            12,
                            i -> random.nextInt(3) == 0 ? "" : "  m%d: {site: s%d}%n".formatted(i, random.nextInt(4)))
                    + "pools:\n  flat: {}\n"
                    + lines(pools, i -> randomPool(random, i))
                    + "names:\n"
                    + lines(8, i -> "  n%d: {pool: p%d}%n".formatted(i, i % pools));
            Catalog catalog = catalog(zone, policy);
            Map<Pair, Set<Pair>> witnesses = catalog.witnesses();
            for (Pair pair : catalog.checks().keySet()) {
                Set<Pair> found = witnesses.getOrDefault(pair, Set.of());
                Set<Pair> expected = naive(catalog, pair);
                assertEquals(expected, found, "seed " + seed + ", " + pair);
                assertEquals(expected, Set.copyOf(found), "seed " + seed + ", " + pair);
                catalog.checks()
                        .keySet()
                        .forEach(other -> assertEquals(expected.contains(other), found.contains(other)));
                some += expected.isEmpty() ? 0 : 1;
                several += expected.size() > 3 ? 1 : 0;
            }
        }
        assertTrue(some > 500 && several > 200, some + " with witnesses, " + several + " with more than three");
    }

    /** One step a pair of members would be 25 million, and as many places in sets, all kept at once. */
    @Test
    @Timeout(60)
    void aPoolOfThousandsAtAsManySitesTakesNoLongTime() {
        int members = 5_000;
        for (int sites : new int[] {2, members}) {
            Catalog catalog = catalog(
                    lines(members, i -> "m%d AAAA 2001:db8::%x%n".formatted(i, i)) + "www A 192.0.2.1\n",
                    "checks:\n  web: {kind: tcp, port: 80}\nsites:\n"
                            + lines(sites, i -> "  s%d: {at: [1, 1]}%n".formatted(i))
                            + "members:\n"
                            + lines(members, i -> "  m%d: {site: s%d}%n".formatted(i, i % sites))
                            + "pools:\n  edge: {check: web, choose: weighted, members: "
                            + members(IntStream.range(0, members))
                            + "}\nnames:\n  www: {pool: edge}\n");
            long sum =
                    catalog.witnesses().values().stream().mapToLong(Set::size).sum();
            assertEquals((long) members * (members - members / sites), sum);
        }
    }
}
