package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.catalog.Catalog;
import io.proxima.health.Detections;
import io.proxima.health.HealthBook;
import io.proxima.health.Pair;
import io.proxima.health.Replica;
import io.proxima.health.Verdict;
import io.proxima.metrics.Metric;
import io.proxima.metrics.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a status and a scrape say of verdicts that follow from others, and of what pools promise. */
class CombinedStatusTest {
    private static final long NOW_MILLIS = 1_800_000_000_000L;
    private static final String ZONE = """
            $TTL 300
            @ IN SOA ns1 hostmaster 1 3600 600 604800 30
            @ IN NS ns1
            ns1 IN A 192.0.2.250
            www IN A 192.0.2.1
            plain IN A 192.0.2.1
            a IN A 192.0.2.1
            """;
    private static final String POLICY = """
            checks:
              web: {kind: tcp, port: 80}
              api: {kind: tcp, port: 81, every: 20s, fall: 3}
              front: {all-of: [web, api]}
            pools:
              edge: {check: web, recover-within: 45s, members: [a]}
              both: {check: front, members: [a]}
            names:
              www: {pool: edge}
              plain: {pool: both, ttl: {steady: 60s, unsettled: 5s}}
            """;

    private final Catalog catalog = TestServer.of(Map.of("example.com.", ZONE), Map.of("example.com.", POLICY))
            .catalog();
    private final HealthBook book = new HealthBook(new Replica("ns1", ""), 1, 1, Duration.ofSeconds(5));
    private final Detections detections = new Detections("ns1");
    private final Situation situation = new Situation(
            new Replica("ns1", ""),
            1,
            NOW_MILLIS,
            1,
            false,
            false,
            0,
            ReleaseLoads.NONE.served("fd52ec0ab246", List.of(), NOW_MILLIS));

    /** The second part of the combined check fails three times; the whole follows. */
    @BeforeEach
    void play() {
        book.configure(catalog.quorums(), catalog.derived().derivations());
        book.changes(0, NOW_MILLIS);
        for (int i = 0; i < 3; i++) {
            book.observed(new Pair("example.com./web", "192.0.2.1"), true, "connected");
            book.observed(new Pair("example.com./api", "192.0.2.1"), false, "refused");
        }
        book.changes(1, NOW_MILLIS);
        book.derive(book.verdicts().keySet(), pool -> Verdict.INITIAL, NOW_MILLIS);
        catalog.applyAll(book::verdict, NOW_MILLIS);
    }

    private Status.Pool pool(String name) {
        return StatusReport.of(situation, catalog, book, detections, NOW_MILLIS)
                .only(name, false)
                .pools()
                .getFirst();
    }

    @Test
    void verdictThatFollowsFromOthersNamesThem() {
        Status.Address address =
                pool("both").root().members().getFirst().addresses().getFirst();
        assertFalse(address.up());
        assertEquals(List.of(), address.votes());
        assertEquals(book.why(new Pair("example.com./front", "192.0.2.1")), address.reason());
        assertTrue(String.valueOf(address.reason()).contains("example.com./api"), address.reason());
        assertNull(
                pool("edge").root().members().getFirst().addresses().getFirst().reason());
    }

    @Test
    void promiseStandsBesideWhatCanBe() {
        assertEquals(new Status.Recovery(11.5, 44.5, 45.0), pool("edge").recovery());
        Status.Recovery other = pool("both").recovery();
        assertEquals(new Status.Recovery(31.0, 85.0, null), other);
    }

    @Test
    void scrapeHasThemToo() {
        List<Reading> readings =
                new HealthReadings(new ProbeReadings()).readings(situation, catalog, book, detections, NOW_MILLIS);
        for (Reading expected : List.of(
                Reading.of(Metric.VERDICT_UP, false, "example.com./both", "a", "192.0.2.1", "example.com./front"),
                Reading.of(Metric.VERDICT_MOVING, false, "example.com./front", "192.0.2.1"),
                Reading.of(Metric.VERDICT_STALE, false, "example.com./front", "192.0.2.1"),
                Reading.of(Metric.POOL_RECOVER_WITHIN, 45.0, "example.com./edge"),
                Reading.of(Metric.POOL_DETECTION_BOUND, 11.5, "example.com./edge"))) {
            assertEquals(1, readings.stream().filter(expected::equals).count(), expected::toString);
        }
        assertTrue(readings.stream()
                .noneMatch(reading -> reading.metric() == Metric.POOL_RECOVER_WITHIN
                        && reading.labels().contains("example.com./both")));
        assertTrue(readings.stream()
                .noneMatch(reading ->
                        reading.metric() == Metric.VOTES && reading.labels().contains("example.com./front")));
    }
}
