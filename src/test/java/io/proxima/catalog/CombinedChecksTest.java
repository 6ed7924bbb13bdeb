package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.HealthBook;
import io.proxima.health.Pair;
import io.proxima.health.Quorum;
import io.proxima.health.Replica;
import io.proxima.health.Verdict;
import io.proxima.policy.Check;
import io.proxima.source.Findings;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Combined checks in a compiled catalog: what is probed for them, who bears witness, and what a change sets going. */
class CombinedChecksTest {
    @TempDir
    private Path folder = Path.of("");

    private Catalog catalog(String records, String policy) throws IOException {
        Files.writeString(folder.resolve("example.com.zone"), """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 600 86400 60
                @ NS ns1.example.net.
                """ + records);
        Files.writeString(folder.resolve("example.com.policy.yaml"), policy);
        Findings findings = new Findings();
        Release release = new ReleaseReader(new ReleaseFiles(folder, List.of(), null, null))
                .read(findings)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
        return new CatalogCompiler().compile(release);
    }

    private static Pair pair(String check, int host) {
        return new Pair("example.com./" + check, "192.0.2." + host);
    }

    private static HealthBook book(Catalog catalog) {
        HealthBook book = new HealthBook(new Replica("ns1", ""), 1, 1, Duration.ofSeconds(5));
        Map<Pair, Quorum> quorums = new HashMap<>();
        Map<Pair, Set<Pair>> witnesses = catalog.witnesses();
        for (Map.Entry<Pair, Check> entry : catalog.checks().entrySet()) {
            quorums.put(entry.getKey(), new Quorum(1, 1, 1, witnesses.getOrDefault(entry.getKey(), Set.of())));
        }
        book.configure(quorums, catalog.derived().derivations());
        return book;
    }

    private static Map<Pair, Verdict> follow(Catalog catalog, HealthBook book, long now) {
        return catalog.settle(
                book.changes(now, now).verdicts(),
                book::verdict,
                (pairs, poolState) -> book.derive(pairs, poolState, now),
                now);
    }

    private static String lines(int count, java.util.function.IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }

    /** Each pool's member is up while the next pool is: 40 of them, and the last one's member dies. */
    @Test
    void oneChangeSettlesAWholeChainOfPools() throws IOException {
        int pools = 40;
        Catalog catalog = catalog(
                lines(pools, i -> "m%d A 192.0.2.%d%n".formatted(i, 1 + i)) + "www A 192.0.2.1\n",
                "checks:\n  web: {kind: tcp, port: 80}\n"
                        + lines(
                                pools - 1,
                                i -> "  next%d: {pool: p%d}%n  c%d: {all-of: [web, next%d]}%n"
                                        .formatted(i, i + 1, i, i))
                        + "pools:\n"
                        + lines(
                                pools,
                                i -> "  p%d: {check: %s, members: [m%d], all-down: empty}%n"
                                        .formatted(i, i == pools - 1 ? "web" : "c" + i, i))
                        + "names:\n  www: {pool: p0}\n");
        assertEquals(pools, catalog.pools().size(), "those that are only watched are compiled too");
        assertEquals(pools, catalog.checks().size());
        HealthBook book = book(catalog);
        catalog.applyAll(book::verdict, 0);
        follow(catalog, book, 0);
        catalog.checks().keySet().forEach(probed -> book.observed(probed, true, "open"));
        follow(catalog, book, 1);
        PoolPlan first = catalog.pools().getFirst();
        assertEquals(PlanState.Outcome.ADDRESSES, first.state().outcome(false));

        book.observed(pair("web", pools), false, "refused");
        Map<Pair, Verdict> changed = follow(catalog, book, 2);
        assertEquals(1 + 2 * (pools - 1), changed.size());
        changed.forEach((pair, verdict) -> assertEquals(new Verdict(false, false, 2), verdict, pair::toString));
        assertEquals(PlanState.Outcome.NODATA, first.state().outcome(false));
        assertEquals("example.com./next0 is down", book.why(pair("c0", 1)));
        assertEquals("pool example.com./p1 is down", book.why(pair("next0", 1)));
        assertEquals(Map.of(), follow(catalog, book, 3), "nothing is left to settle");

        book.observed(pair("web", pools), true, "open");
        assertEquals(1 + 2 * (pools - 1), follow(catalog, book, 4).size());
        assertEquals(PlanState.Outcome.ADDRESSES, first.state().outcome(false));
    }

    @Test
    void whatIsProbedOnBehalfOfAMemberBearsWitnessForThoseElsewhere() throws IOException {
        Catalog catalog = catalog("""
                m1 A 192.0.2.1
                m2 A 192.0.2.2
                www A 192.0.2.1
                db A 192.0.2.9
                """, """
                checks:
                  web: {kind: tcp, port: 80}
                  api: {kind: tcp, port: 81}
                  backend: {pool: db}
                  both: {all-of: [web, api]}
                  front: {any-of: [both, backend]}
                sites:
                  a: {at: [1, 1]}
                  b: {at: [2, 2]}
                members:
                  m1: {site: a}
                  m2: {site: b}
                pools:
                  edge: {check: front, choose: failover, members: [m1, m2]}
                  db: {check: web, members: [db]}
                names:
                  www: {pool: edge}
                """);
        Set<Pair> here = Set.of(pair("web", 1), pair("api", 1));
        Set<Pair> there = Set.of(pair("web", 2), pair("api", 2));
        assertEquals(here, catalog.derived().probed(pair("front", 1)));
        here.forEach(pair -> assertEquals(there, Set.copyOf(catalog.witnesses().get(pair))));
        assertFalse(catalog.witnesses().containsKey(pair("front", 1)), "nobody probes a derived pair");
        assertTrue(catalog.checks().containsKey(pair("web", 9)), "a pool that is only watched is probed");
    }
}
