package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.catalog.Catalog;
import io.proxima.health.Ballot;
import io.proxima.health.Detections;
import io.proxima.health.HealthBook;
import io.proxima.health.HealthEvent;
import io.proxima.health.Holds;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Quorum;
import io.proxima.health.Replica;
import io.proxima.health.Verdict;
import io.proxima.health.Vote;
import io.proxima.metrics.Exposition;
import io.proxima.metrics.Reading;
import io.proxima.probe.Outcome;
import io.proxima.probe.ProbeResult;
import io.proxima.source.Finding;
import io.proxima.source.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a status and a scrape read off a catalog and a book, where one of three replicas is asked. */
class StatusReportTest {
    private static final long START_MILLIS = 1_800_000_000_000L;
    private static final long MILLI = 1_000_000;
    private static final String CHECK = "example.com./web";
    private static final Pair DOWN = new Pair(CHECK, "192.0.2.1");
    private static final String ZONE = """
            $TTL 60
            @ IN SOA ns1 hostmaster 1 3600 600 604800 30
            @ IN NS ns1
            ns1 IN A 192.0.2.250
            a IN A 192.0.2.1
            a IN AAAA 2001:db8::1
            b IN A 192.0.2.2
            www IN A 192.0.2.1
            *.shop IN A 192.0.2.1
            plain IN A 192.0.2.9
            """;
    private static final String POLICY = """
            checks:
              web: {kind: http, port: 80, fall: 2, rise: 2}
            sites:
              shanghai: {at: [31.23, 121.47]}
              frankfurt: {at: [50.11, 8.68]}
            members:
              a: {weight: 3, site: shanghai}
              b: {site: frankfurt}
            pools:
              edge:
                check: web
                choose: failover
                groups:
                  - {name: first, choose: weighted, members: [a, b], up-at-least: 2}
                  - {name: near, choose: nearest, members: [b, a]}
              own: {}
            names:
              www: {pool: edge, ttl: {steady: 60s, unsettled: 5s}}
              "*.shop": {pool: edge, ttl: {steady: 300s, unsettled: 7s}}
              plain: {pool: own}
            """;

    private final Catalog catalog = TestServer.of(Map.of("example.com.", ZONE), Map.of("example.com.", POLICY))
            .catalog();
    private final HealthBook book = new HealthBook(new Replica("ns1", "shanghai"), 7, 3, Duration.ofSeconds(5));
    private final Detections detections = new Detections("ns1");
    private final ProbeReadings probes = new ProbeReadings();
    private final HealthReadings health = new HealthReadings(probes);
    private final List<HealthEvent> events = new ArrayList<>();

    /** Two others are alive; then 192.0.2.1 fails here from 10.0 s on, and ns2 votes it down at 11.5 s. */
    @BeforeEach
    void play() {
        Map<Pair, Quorum> quorums = new HashMap<>();
        catalog.checks().keySet().forEach(pair -> quorums.put(pair, new Quorum(3, 2, 2, Set.of())));
        book.configure(quorums);
        detections.configure(quorums.keySet());
        book.heartbeat(new Replica("ns2", "frankfurt"), 1, 10_000 * MILLI);
        book.heartbeat(new Replica("ns3", ""), 1, 10_000 * MILLI);
        follow(10_000);
        probe(DOWN, false, 10_000, "timed out\u001b[31m");
        probe(DOWN, false, 10_900, "timed out\u001b[31m");
        Ballot other = new Ballot("ns2", 1, 1, DOWN, Vote.DOWN, false, "status 503", 800);
        detections.heard(other, 11_500 * MILLI);
        book.heard(other);
        follow(11_500);
        catalog.applyAll(book::verdict, START_MILLIS + 11_500);
    }

    private void probe(Pair pair, boolean success, long atMillis, String reason) {
        probes.probed(new ProbeResult(pair, success ? Outcome.SUCCESS : Outcome.FAILURE, reason, 3 * MILLI));
        detections.observed(pair, success, atMillis * MILLI);
        book.observed(pair, success, reason);
        follow(atMillis);
    }

    private void follow(long atMillis) {
        book.changes(atMillis * MILLI, START_MILLIS + atMillis).verdicts().forEach((pair, verdict) -> {
            if (verdict.changedAtMillis() == START_MILLIS + atMillis) {
                var event =
                        detections.changed(pair, verdict, book.votes(pair), atMillis * MILLI, START_MILLIS + atMillis);
                health.happened(event);
                events.add(event);
            }
        });
    }

    private static Finding error(int line) {
        return new Finding(new Place("zones/example.com.zone", line, 1), Finding.Level.ERROR, "no such type", null);
    }

    private static Situation situation() {
        return new Situation(
                new Replica("ns1", "shanghai"),
                7,
                START_MILLIS,
                3,
                true,
                true,
                2,
                ReleaseLoads.NONE
                        .served("fd52ec0ab246", List.of(), START_MILLIS)
                        .refused(List.of(error(3), error(7)), START_MILLIS + 5_000));
    }

    private Status status() {
        return StatusReport.of(situation(), catalog, book, detections, START_MILLIS + 14_000);
    }

    private Status.Pool pool(String name) {
        return status().pools().stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void replicaReleaseAndClusterAreTold() {
        Status status = status();
        assertEquals(new Status.Replica("ns1", "shanghai", 7, "2027-01-15T08:00:00Z", 14), status.replica());
        assertEquals(
                new Status.Release(
                        "fd52ec0ab246",
                        "2027-01-15T08:00:00Z",
                        14,
                        "2027-01-15T08:00:05Z",
                        2,
                        0,
                        List.of(
                                "zones/example.com.zone:3:1: error: no such type",
                                "zones/example.com.zone:7:1: error: no such type"),
                        null),
                status.release());
        assertEquals(
                new Status.Cluster(
                        3,
                        List.of(
                                new Status.Peer("ns1", "shanghai", null),
                                new Status.Peer("ns2", "frankfurt", null),
                                new Status.Peer("ns3", null, null)),
                        false,
                        true,
                        2),
                status.cluster());
    }

    @Test
    void addressIsToldWithItsVotesItsChangeAndWhatItTook() {
        Status.Address down = pool("example.com./edge")
                .root()
                .groups()
                .getFirst()
                .members()
                .getFirst()
                .addresses()
                .getFirst();
        assertEquals(
                new Status.Address(
                        "192.0.2.1",
                        CHECK,
                        false,
                        false,
                        false,
                        "2027-01-15T08:00:11Z",
                        2L,
                        down.reason(),
                        null,
                        1_500L,
                        0,
                        1,
                        List.of(
                                new Status.Vote("ns1", "down", false, "timed out\u001b[31m"),
                                new Status.Vote("ns2", "down", false, "status 503"),
                                new Status.Vote("ns3", "none", false, null))),
                down);
        assertTrue(Set.of("timed out\u001b[31m", "status 503").contains(String.valueOf(down.reason())));
    }

    @Test
    void groupsCountTheirMembersByFamily() {
        Status.Pool edge = pool("example.com./edge");
        Status.Group first = edge.root().groups().getFirst();
        assertEquals(new Status.Count(2, 1), first.a());
        assertEquals(new Status.Count(1, 1), first.aaaa());
        assertEquals("2", first.upAtLeast());
        Status.Group near = edge.root().groups().getLast();
        assertEquals(List.of(), near.groups(), "its sites are no groups of the policy");
        assertEquals(
                List.of("frankfurt", "shanghai"),
                near.members().stream().map(Status.Member::site).toList());
        assertEquals(new Status.Family("addresses", false), edge.a());
    }

    @Test
    void steeredNamesAreToldWithTheirTtl() {
        assertEquals(
                List.of(
                        new Status.SteeredName("www.example.com.", 5, false),
                        new Status.SteeredName("*.shop.example.com.", 7, false)),
                pool("example.com./edge").names());
        Status.Pool own = pool("example.com./own@plain.example.com.");
        assertEquals(List.of(new Status.SteeredName("plain.example.com.", 60, true)), own.names());
        assertNull(own.root().members().getFirst().addresses().getFirst().check());
    }

    @Test
    void documentReadsBackAsItWas() {
        Status status = status();
        assertEquals(status, Status.read(JsonMapper.shared().readTree(Json.of(status))));
    }

    @Test
    void onlyWhatIsAskedForIsLeft() {
        assertEquals(
                List.of("example.com./own@plain.example.com."),
                status().only("own", false).pools().stream()
                        .map(Status.Pool::name)
                        .toList());
        assertEquals(List.of(), status().only("nowhere", false).pools());
        Status down = status().only(null, true);
        assertEquals(1, down.pools().size());
        down.pools().getFirst().root().groups().forEach(group -> {
            assertEquals(1, group.members().size(), group.name());
            assertEquals("a", group.members().getFirst().member());
            assertEquals(1, group.members().getFirst().addresses().size(), "the AAAA is up");
        });
    }

    @Test
    void verdictOfAnEarlierRunHasNoReason() {
        Pair other = new Pair(CHECK, "192.0.2.2");
        HealthBook restored = new HealthBook(new Replica("ns1", ""), 8, 1, Duration.ofSeconds(5));
        restored.restore(Map.of(other, new Verdict(false, false, START_MILLIS - 60_000)));
        restored.configure(Map.of(other, new Quorum(1, 1, 1, Set.of())));
        restored.changes(0, START_MILLIS);
        Status.Address kept = StatusReport.of(situation(), catalog, restored, new Detections("ns1"), START_MILLIS)
                .pools()
                .getFirst()
                .root()
                .groups()
                .getFirst()
                .members()
                .getLast()
                .addresses()
                .getFirst();
        assertEquals("192.0.2.2", kept.address());
        assertFalse(kept.up());
        assertEquals(60L, kept.changedSeconds());
        assertNull(kept.reason());
        assertNull(kept.tookMillis());
    }

    @Test
    void memberThatIsHeldDownSaysSo() {
        Pair other = new Pair(CHECK, "192.0.2.2");
        HealthBook restored = new HealthBook(new Replica("ns1", ""), 8, 1, Duration.ofSeconds(5));
        restored.restore(Map.of(other, new Verdict(false, false, START_MILLIS - 10_000)));
        restored.configure(Map.of(other, new Quorum(1, 1, 1, Set.of(), new Holds(Duration.ofSeconds(30), null))));
        restored.changes(0, START_MILLIS);
        restored.observed(other, true, "status 200");
        restored.changes(MILLI, START_MILLIS + 1);
        Status status = StatusReport.of(situation(), catalog, restored, new Detections("ns1"), START_MILLIS);
        List<Status.Member> members =
                status.pools().getFirst().root().groups().getFirst().members();
        Status.Address held = members.getLast().addresses().getFirst();
        assertFalse(held.up());
        assertEquals("held down until 2027-01-15T08:00:20Z", held.held());
        assertNull(members.getFirst().addresses().getFirst().held());
    }

    @Test
    void overriddenMembersAreToldAndCountedAsTheyServe() {
        Map<PoolMember, MemberOverride> said = Map.of(
                new PoolMember("example.com.", "edge", "a"),
                new MemberOverride(OverrideWord.FORCE_UP, MemberOverride.NO_END, "alice", "", START_MILLIS, false),
                new PoolMember("example.com.", "edge", "b"),
                new MemberOverride(OverrideWord.DRAIN, MemberOverride.NO_END, "bob", "kernel", START_MILLIS, false));
        catalog.override(said, book::verdict, START_MILLIS + 12_000);
        Status.Group first = pool("example.com./edge").root().groups().getFirst();
        assertEquals(
                List.of("forced up by alice", "drained by bob: kernel"),
                first.members().stream().map(Status.Member::override).toList());
        assertEquals(new Status.Count(2, 1), first.a(), "a, though its check says down, and not b");
        assertEquals(
                List.of(false, true),
                first.members().stream()
                        .map(member -> member.addresses().getFirst().up())
                        .toList());
    }

    @Test
    void scrapeReadsTheSame() {
        List<Reading> readings = health.readings(situation(), catalog, book, detections, START_MILLIS + 14_000);
        String page = new Exposition().page(readings, null).text();
        for (String line : List.of(
                "proxima_verdict_up{address=\"192.0.2.1\",check=\"example.com./web\",member=\"a\",pool=\"example.com./edge\"} 0.0",
                "proxima_verdict_up{address=\"2001:db8:0:0:0:0:0:1\",check=\"example.com./web\",member=\"a\",pool=\"example.com./edge\"} 1.0",
                "proxima_votes{address=\"192.0.2.1\",check=\"example.com./web\",vote=\"down\"} 2.0",
                "proxima_votes{address=\"192.0.2.1\",check=\"example.com./web\",vote=\"none\"} 1.0",
                "proxima_verdict_changes_total{address=\"192.0.2.1\",check=\"example.com./web\",to=\"down\"} 1.0",
                "proxima_verdict_flaps_total{address=\"192.0.2.1\",check=\"example.com./web\"} 0.0",
                "proxima_verdict_held{address=\"192.0.2.1\",check=\"example.com./web\"} 0.0",
                "proxima_pool_members_overridden{pool=\"example.com./edge\",word=\"drain\"} 0.0",
                "proxima_pool_detection_bound_seconds{pool=\"example.com./edge\"} 11.5",
                "proxima_detection_seconds_count{to=\"down\"} 1",
                "proxima_detection_seconds_sum{to=\"down\"} 1.5",
                "proxima_detection_last_seconds{address=\"192.0.2.1\",check=\"example.com./web\"} 1.5",
                "proxima_probes_total{check=\"example.com./web\",kind=\"http\",result=\"failure\"} 2.0",
                "proxima_probe_duration_seconds_bucket{check=\"example.com./web\",kind=\"http\",le=\"0.005\"} 2",
                "proxima_pool_members_up{family=\"ipv4\",pool=\"example.com./edge\"} 1.0",
                "proxima_pool_members{family=\"ipv4\",pool=\"example.com./edge\"} 2.0",
                "proxima_pool_all_down{family=\"ipv4\",pool=\"example.com./edge\"} 0.0",
                "proxima_replicas_live 3.0",
                "proxima_replica_cut_off 0.0",
                "proxima_cluster_messages_refused_total 2.0",
                "proxima_release_info{release=\"fd52ec0ab246\"} 1",
                "proxima_release_loads_total{result=\"refused\"} 1.0",
                "proxima_release_findings{level=\"error\"} 2.0",
                "proxima_uptime_seconds 14.0")) {
            assertTrue(page.contains(line + "\n"), () -> line + " is not in\n" + page);
        }
    }

    @Test
    void scrapeReadsWhatOperatorsSay() {
        catalog.override(
                Map.of(
                        new PoolMember("example.com.", "edge", "a"),
                        new MemberOverride(
                                OverrideWord.DRAIN, MemberOverride.NO_END, "alice", "", START_MILLIS, false)),
                book::verdict,
                START_MILLIS);
        List<Reading> readings = health.readings(situation(), catalog, book, detections, START_MILLIS);
        String page = new Exposition().page(readings, null).text();
        assertTrue(
                page.contains("proxima_pool_members_overridden{pool=\"example.com./edge\",word=\"drain\"} 1.0\n"),
                page);
    }

    @Test
    void checkThatIsGoneHasNoSeries() {
        probes.probed(new ProbeResult(new Pair("example.com./gone", "192.0.2.7"), Outcome.SUCCESS, "connected", MILLI));
        List<Reading> readings = health.readings(situation(), catalog, book, detections, START_MILLIS);
        assertTrue(readings.stream().noneMatch(reading -> reading.labels().contains("example.com./gone")));
        assertEquals(1, events.size());
    }
}
