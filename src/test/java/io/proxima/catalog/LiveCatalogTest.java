package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.source.Findings;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catalogs read from a folder: what they share, what a verdict touches, TTLs, and when the folder looks different. */
class LiveCatalogTest {
    private static final Pair PAIR = new Pair("example.com./web", "192.0.2.1");

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void writeFolder() throws IOException {
        write("example.com.zone", """
                $ORIGIN example.com.
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 600 86400 60
                @ NS ns1.example.net.
                www A 192.0.2.1
                api A 192.0.2.1
                img A 192.0.2.2
                """);
        write("example.com.policy.yaml", """
                checks:
                  web: {kind: tcp, port: 80}
                pools:
                  edge: {check: web, choose: all, members: [192.0.2.1], all-down: {pool: flat}}
                  still: {check: web, choose: all, members: [192.0.2.2]}
                  flat: {}
                names:
                  www: {pool: edge}
                  api: {pool: edge}
                  img: {pool: still, ttl: {steady: 60s, unsettled: 5s}}
                  shop.img: {pool: still}
                  mail.img: {pool: still}
                """);
        Files.writeString(
                folder.resolve("example.com.zone"),
                Files.readString(folder.resolve("example.com.zone")) + "shop.img A 192.0.2.2\nmail.img A 192.0.2.2\n");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private ReleaseReader reader() {
        return new ReleaseReader(new ReleaseFiles(folder, List.of(), null, null));
    }

    private Catalog catalog() {
        Findings findings = new Findings();
        Release release = reader().read(findings).orElseThrow(() -> new AssertionError(findings.sorted()));
        return new CatalogCompiler().compile(release);
    }

    private static PoolPlan pool(Catalog catalog, String name) {
        return catalog.pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesShareAPoolUnlessItEndsInTheirOwnAddresses() {
        List<String> names =
                catalog().pools().stream().map(PoolPlan::name).sorted().toList();
        assertEquals(
                List.of(
                        "example.com./edge",
                        "example.com./edge",
                        "example.com./flat@api.example.com.",
                        "example.com./flat@www.example.com.",
                        "example.com./still"),
                names);
        for (PoolPlan pool : catalog().pools()) {
            if (pool.name().equals("example.com./edge")) {
                assertNotSame(pool, Objects.requireNonNull(pool.other()));
            }
        }
    }

    @Test
    void aVerdictTouchesOnlyThePoolsConcerned() {
        Catalog catalog = catalog();
        PlanState edge = pool(catalog, "example.com./edge").state();
        PlanState still = pool(catalog, "example.com./still").state();
        catalog.apply(List.of(PAIR), pair -> new Verdict(!pair.equals(PAIR), false, 1_000), 1_000);
        assertNotSame(edge, pool(catalog, "example.com./edge").state());
        assertSame(still, pool(catalog, "example.com./still").state());
        assertEquals(
                PlanState.Outcome.OTHER,
                pool(catalog, "example.com./edge").state().outcome(false));
    }

    @Test
    void theTtlIsShortWhileAVerdictIsContestedAndOneSteadyTtlAfterAChange() {
        PoolPlan plan = pool(catalog(), "example.com./still");
        SteeredTtl ttl = new SteeredTtl(plan, 60, 5);
        ttl.refresh(1_000);
        assertEquals(60, ttl.seconds());
        plan.refresh(_ -> new Verdict(true, true, 0), 2_000);
        ttl.refresh(2_000);
        assertEquals(5, ttl.seconds());
        plan.refresh(_ -> new Verdict(false, false, 10_000), 10_000);
        ttl.refresh(69_999);
        assertEquals(5, ttl.seconds());
        ttl.refresh(70_000);
        assertEquals(60, ttl.seconds());
        assertEquals(5, ttl.unsettledSeconds());
    }

    /** Time alone refreshes what is in a slow start, and nothing else, and only when a share changes. */
    @Test
    void aTickGoesOnWithSlowStarts() throws IOException {
        write("example.com.policy.yaml", """
                checks: {web: {kind: tcp, port: 80}}
                pools:
                  slow: {check: web, choose: weighted, slow-start: 10s, members: [192.0.2.1, 192.0.2.2]}
                  still: {check: web, choose: weighted, members: [192.0.2.1, 192.0.2.2]}
                names: {www: {pool: slow}, api: {pool: still}}
                """);
        Catalog catalog = catalog();
        Function<Pair, Verdict> verdicts =
                pair -> pair.address().equals("192.0.2.1") ? new Verdict(true, false, 100_000) : Verdict.INITIAL;
        catalog.applyAll(verdicts, 100_000);
        PlanState still = pool(catalog, "example.com./still").state();
        Set<PlanState> states = Collections.newSetFromMap(new IdentityHashMap<>());
        for (long now = 100_000; now <= 120_000; now += 500) {
            catalog.tick(verdicts, now);
            states.add(pool(catalog, "example.com./slow").state());
        }
        assertEquals(1 + 10, states.size());
        assertEquals(Long.MAX_VALUE, pool(catalog, "example.com./slow").state().nextStepMillis());
        assertSame(still, pool(catalog, "example.com./still").state());
    }

    @Test
    void fingerprintsTellEditsAndNewAndRemovedFiles() throws IOException {
        ReleaseReader reader = reader();
        Fingerprint first = reader.fingerprint();
        assertEquals(first, reader.fingerprint());
        write("example.net.zone", "; nothing yet\n");
        Fingerprint added = reader.fingerprint();
        assertNotEquals(first, added);
        write("example.net.zone", "; nothing yet, still\n");
        Fingerprint edited = reader.fingerprint();
        assertNotEquals(added, edited);
        Files.delete(folder.resolve("example.net.zone"));
        assertEquals(first, reader.fingerprint());
    }

    @Test
    void subzonesAndTheirParentsAreReadTogether() throws IOException {
        write("sub.example.com.zone", """
                $ORIGIN sub.example.com.
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 600 86400 60
                @ NS ns1.example.net.
                www A 192.0.2.9
                """);
        assertEquals(2, catalog().zones().size());
    }
}
