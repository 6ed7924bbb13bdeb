package io.proxima.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import io.proxima.policy.Check;
import io.proxima.policy.Pace;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** When pairs are probed, from the moment that they are wanted until they are not. */
final class ProberTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @AutoClose
    private final ProbeBed bed = new ProbeBed();

    private static Check paced(Check check, int everyMillis, int fastMillis) {
        return new Check(
                check.name(),
                check.ask(),
                check.port(),
                new Pace(
                        Duration.ofMillis(everyMillis),
                        Duration.ofMillis(everyMillis),
                        Duration.ofMillis(fastMillis),
                        0.1),
                check.source(),
                check.fall(),
                check.rise(),
                check.vantages(),
                check.holds(),
                check.place());
    }

    private void awaitResults(int results) {
        Awaitility.await().atMost(ProbeBed.SOON).until(() -> bed.results.size() >= results);
    }

    @Test
    void aPairThatIsGoneIsProbedNoMore() throws IOException {
        try (RawServer gone = RawServer.answering(request -> RawServer.OK);
                RawServer stays = RawServer.answering(request -> RawServer.OK)) {
            Pair first = bed.add(ProbeBed.http(null, null), gone.port());
            Pair second = bed.add(ProbeBed.http(null, null), stays.port());
            bed.first(first);
            bed.first(second);
            bed.remove(first);
            Awaitility.await().atMost(ProbeBed.SOON).until(gone.open::isEmpty);
            int asked = gone.requests.size();
            int before = stays.requests.size();
            Awaitility.await().atMost(ProbeBed.SOON).until(() -> stays.requests.size() >= before + 3);
            assertEquals(asked, gone.requests.size());
        }
    }

    @Test
    void probeUnderWayEndsWithItsPairAndSaysNothing() throws IOException {
        try (RawServer server = RawServer.answering(request -> "")) {
            Pair pair = bed.add(ProbeBed.check(ProbeBed.http(null, null), server.port(), 60_000, 60_000));
            bed.add(ProbeBed.check(ProbeBed.http(null, null), RawServer.freePort(), 200, 200));
            Awaitility.await().atMost(ProbeBed.SOON).until(() -> !server.open.isEmpty());
            bed.remove(pair);
            Awaitility.await().atMost(ProbeBed.SOON).until(server.open::isEmpty);
            assertEquals(List.of(), bed.of(pair));
        }
    }

    @Test
    void samePairWantedAgainAndAgainIsProbedOnce() throws IOException {
        try (RawServer server = RawServer.answering(request -> RawServer.OK)) {
            Check check = ProbeBed.check(ProbeBed.http(null, null), server.port(), 500, 500);
            Pair pair = new Pair("example.com./web", "127.0.0.1");
            for (int i = 0; i < 50; i++) {
                bed.prober.update(Map.of(pair, new Probe(check, LOOPBACK)));
            }
            long started = System.nanoTime();
            awaitResults(8);
            double intervals = (System.nanoTime() - started) / 500e6;
            assertTrue(server.requests.size() <= intervals / 0.89 + 2, server.requests.size() + " in " + intervals);
        }
    }

    @Test
    void changedIntervalIsFollowedAndWhatIsKnownIsKept() throws IOException {
        try (RawServer server = RawServer.answering(request -> RawServer.OK)) {
            Check fast = paced(ProbeBed.check(ProbeBed.http(null, null), server.port(), 300, 300), 300, 20);
            Pair pair = bed.add("web", fast, LOOPBACK);
            awaitResults(3);
            bed.add("web", paced(fast, 60_000, 20), LOOPBACK);
            Awaitility.await()
                    .pollDelay(Duration.ofMillis(400))
                    .atMost(ProbeBed.SOON)
                    .until(() -> true); // what was due under the old interval has come
            int before = bed.of(pair).size();
            // Were the vote forgotten, it would be probed every 20 ms until there is one again.
            bed.add("web", paced(fast, 500, 20), LOOPBACK);
            long started = System.nanoTime();
            awaitResults(before + 4);
            assertTrue(
                    System.nanoTime() - started > 3 * 440_000_000L,
                    "four results in " + (System.nanoTime() - started) / 1_000_000 + " ms");
        }
    }

    @Test
    void anotherAskIsAskedAtOnceInPlaceOfTheOldOne() throws IOException {
        try (RawServer silent = RawServer.answering(request -> "");
                RawServer good = RawServer.answering(request -> RawServer.OK)) {
            Check hanging = ProbeBed.check(ProbeBed.http(null, null), silent.port(), 60_000, 60_000);
            Pair pair = bed.add("web", hanging, LOOPBACK);
            Awaitility.await().atMost(ProbeBed.SOON).until(() -> !silent.open.isEmpty());
            bed.add("web", ProbeBed.check(new Ask.Tcp(), good.port(), 60_000, 60_000), LOOPBACK);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> !bed.of(pair).isEmpty());
            assertEquals("connected", bed.of(pair).getFirst().reason());
            Awaitility.await().atMost(ProbeBed.SOON).until(silent.open::isEmpty);
        }
    }

    @Test
    void unsettledPairIsProbedFastUntilThereIsAVote() throws IOException {
        try (RawServer server = RawServer.answering(request -> RawServer.OK)) {
            Check check = paced(ProbeBed.check(ProbeBed.http(null, null), server.port(), 60_000, 2000), 60_000, 50);
            Pair pair = bed.add(check);
            Awaitility.await().atMost(ProbeBed.SOON).until(() -> bed.of(pair).size() == 2); // rise: 2
            Awaitility.await()
                    .pollDelay(Duration.ofMillis(500))
                    .atMost(ProbeBed.SOON)
                    .until(() -> bed.of(pair).size() == 2);
        }
    }

    @Test
    void closedProberOpensNothingMore() throws IOException {
        try (RawServer server = RawServer.answering(request -> RawServer.OK)) {
            bed.first(bed.add(ProbeBed.check(ProbeBed.http(null, null), server.port(), 100, 100)));
            bed.prober.close();
            Awaitility.await().atMost(ProbeBed.SOON).until(server.open::isEmpty);
            int asked = server.requests.size();
            Awaitility.await()
                    .pollDelay(Duration.ofMillis(500))
                    .atMost(ProbeBed.SOON)
                    .until(() -> server.requests.size() == asked);
        }
    }

    @Test
    void manyPairsShareFewSockets() throws IOException {
        try (RawServer server = RawServer.answering(request -> "")) {
            Map<Pair, Probe> many = new HashMap<>();
            Check check = ProbeBed.check(ProbeBed.http(null, null), server.port(), 400, 300);
            for (int i = 0; i < 1000; i++) {
                many.put(new Pair("c" + i, "127.0.0.1"), new Probe(check, LOOPBACK));
            }
            bed.prober.update(many);
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                assertTrue(server.open.size() <= 300, "open: " + server.open.size());
                return bed.results.stream().map(ProbeResult::pair).distinct().count() == 1000;
            });
            bed.prober.close();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(server.open::isEmpty);
        }
    }

    @Test
    void hangingTargetsNeverDelayOneThatAnswers() throws IOException {
        try (RawServer silent = RawServer.doing((head, client, out) -> {});
                RawServer good = RawServer.answering(request -> RawServer.OK)) {
            List<Long> at = new CopyOnWriteArrayList<>();
            Pair pair = new Pair("good", "127.0.0.1");
            Map<Pair, Probe> probes = new HashMap<>();
            probes.put(pair, new Probe(ProbeBed.check(ProbeBed.http(null, null), good.port(), 300, 300), LOOPBACK));
            try (Prober own = new Prober(bed.vertx, new Random(3), result -> {
                if (result.pair().equals(pair)) {
                    assertTrue(result.success(), result.reason());
                    at.add(System.nanoTime());
                }
            })) {
                own.update(probes);
                Awaitility.await().atMost(ProbeBed.SOON).until(() -> at.size() >= 2);
                // As many as have places, and twice as many again: each hangs for its whole time.
                Check hanging = ProbeBed.check(ProbeBed.http(null, null), silent.port(), 2000, 2000);
                for (int i = 0; i < 255 * 3; i++) {
                    probes.put(new Pair("hang" + i, "127.0.0.1"), new Probe(hanging, LOOPBACK));
                }
                own.update(probes);
                Awaitility.await().atMost(ProbeBed.SOON).until(() -> silent.open.size() >= 180);
                int before = at.size();
                Awaitility.await().atMost(ProbeBed.SOON).until(() -> at.size() >= before + 12);
                for (int i = before + 1; i < at.size(); i++) {
                    long gap = (at.get(i) - at.get(i - 1)) / 1_000_000;
                    assertTrue(gap < 900, "a gap of " + gap + " ms");
                }
            }
            Awaitility.await().atMost(ProbeBed.SOON).until(silent.open::isEmpty);
        }
    }

    @Test
    void targetThatCannotBeAskedHasNoResultAndIsNotHurried() {
        Pair pair = bed.add(paced(ProbeBed.check(new Ask.Exec(List.of("/nowhere/at/all")), 0, 600, 600), 600, 20));
        awaitResults(3);
        List<ProbeResult> results = bed.of(pair);
        assertTrue(results.stream().allMatch(result -> result.outcome() == Outcome.NONE), results.toString());
        assertFalse(results.getFirst().success());
        assertTrue(bed.results.size() <= 4, "more than its interval allows: " + bed.results.size());
    }
}
