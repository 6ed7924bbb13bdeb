package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members that have just come back: their shares over time, through the real walk, and what they leave alone. */
class SlowStartTest {
    private static final long RECOVERED = 1_800_000_000_000L;
    private static final int DRAWS = 60_000;

    private static Verdict recovered() {
        return new Verdict(true, false, RECOVERED);
    }

    /** The pool {@code edge} at a time after these addresses came up again; all others always were. */
    private static void refresh(TestPool pool, long sinceMillis, String... recovered) {
        Set<String> back = Set.of(recovered);
        pool.plan.refresh(
                pair -> back.contains(pair.address()) ? recovered() : Verdict.INITIAL, RECOVERED + sinceMillis);
    }

    private static void assertDrawn(TestPool pool, int answers, Map<Set<String>, Double> chances) {
        Map<Set<String>, Long> counts = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(Set.copyOf(pool.answer(answers)), 1L, Long::sum);
        }
        ChiSquare.assertFits(chances, counts, chances::toString);
        Map<String, Double> said = pool.report(answers).shares().stream()
                .collect(Collectors.toMap(PoolReport.Share::address, PoolReport.Share::probability));
        Map<String, Double> expected = new HashMap<>();
        chances.forEach((set, chance) -> set.forEach(address -> expected.merge(address, chance, Double::sum)));
        assertEquals(expected.keySet(), said.keySet());
        expected.forEach((address, chance) -> assertEquals(chance, said.getOrDefault(address, 0.0), 1e-6, address));
    }

    private static Set<String> one(int number) {
        return Set.of("192.0.2." + number);
    }

    @Test
    void sharesAreAsPublished() throws IOException {
        List<String[]> rows = Files.readAllLines(Path.of("docs/steering.md")).stream()
                .filter(line -> line.matches("\\| \\d+ s \\|.*"))
                .map(line -> line.split("[ |%s]+", -1))
                .toList();
        assertTrue(rows.size() > 8, "docs/steering.md lost its table");
        for (String[] row : rows) {
            long now = RECOVERED + 1_000 * Long.parseLong(row[1]);
            assertEquals(row[2], percent(new Ramp(120_000).share(recovered(), now)), row[1] + " s");
            assertEquals(row[3], percent(new Ramp(600_000).share(recovered(), now)), row[1] + " s");
        }
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", share * 100);
    }

    @Test
    void onlyARecoveryIsRamped() {
        Ramp ramp = new Ramp(60_000);
        assertEquals(1, ramp.share(Verdict.INITIAL, RECOVERED), "a server that starts");
        assertEquals(1, ramp.share(recovered(), RECOVERED - 1), "a clock that was set back");
        assertEquals(0.1, ramp.share(recovered(), RECOVERED));
        assertEquals(1, new Ramp(0).share(recovered(), RECOVERED));
        assertEquals(1, ramp.share(new Verdict(false, false, RECOVERED), RECOVERED));
    }

    /** However long it takes, a recovery costs a hundred refreshes at most, and none when it is over. */
    @ParameterizedTest
    @ValueSource(longs = {1_000, 1_500, 20_000, 100_000, 600_000, 86_400_000})
    void stepsAreBounded(long slowStartMillis) {
        Ramp ramp = new Ramp(slowStartMillis);
        long now = RECOVERED;
        double share = ramp.share(recovered(), now);
        int steps = 0;
        while (ramp.nextMillis(recovered(), now) != Long.MAX_VALUE) {
            now = ramp.nextMillis(recovered(), now);
            assertEquals(share, ramp.share(recovered(), now - 1), "it changes when it says so");
            assertTrue(ramp.share(recovered(), now) > share);
            share = ramp.share(recovered(), now);
            steps++;
        }
        assertEquals(RECOVERED + slowStartMillis, now);
        assertEquals(1, share);
        assertTrue(steps <= 100, steps + " steps");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.1", "30000, 0.325", "60000, 0.55", "119000, 0.991", "120000, 1"})
    void weightsGrow(long since, double share) {
        TestPool pool = TestPool.of("""
                members:
                  192.0.2.1: {weight: 3}
                pools:
                  edge: {check: web, choose: weighted, slow-start: 2m, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
                """);
        refresh(pool, since, "192.0.2.1");
        double weight = 3 * share;
        assertDrawn(
                pool,
                1,
                Map.of(
                        one(1), weight / (weight + 2),
                        one(2), 1 / (weight + 2),
                        one(3), 1 / (weight + 2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "round-robin"})
    void whatHeedsNoWeightsDrawsByShares(String rule) {
        TestPool pool = TestPool.of("""
                members:
                  192.0.2.1: {weight: 9}
                pools:
                  edge: {check: web, choose: %s, slow-start: 100s, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
                """.formatted(rule));
        refresh(pool, 0, "192.0.2.1");
        assertDrawn(pool, 1, Map.of(one(1), 0.1 / 2.1, one(2), 1 / 2.1, one(3), 1 / 2.1));
        double last = 1 / 2.1 / 1.1; // one of the others first, then the other
        assertDrawn(
                pool,
                2,
                Map.of(
                        Set.of("192.0.2.2", "192.0.2.3"), 2 * last,
                        Set.of("192.0.2.1", "192.0.2.2"), 0.5 - last,
                        Set.of("192.0.2.1", "192.0.2.3"), 0.5 - last));
    }

    @Test
    void turnsGoOnAfterwards() {
        TestPool pool = TestPool.of("""
                pools:
                  edge: {check: web, choose: round-robin, slow-start: 100s, members: [192.0.2.1, 192.0.2.2]}
                """);
        refresh(pool, 100_000, "192.0.2.1");
        String first = pool.answer(1).getFirst();
        for (int i = 1; i < 20; i++) {
            assertEquals(i % 2 == 0, first.equals(pool.answer(1).getFirst()));
        }
    }

    /** A group whose only member is back must not be given a group's whole share. */
    @ParameterizedTest
    @CsvSource({
        "weighted, '', 0.2, 4",
        "weighted, 'weight: 5, ', 0.5, 2",
        "random, '', 0.1, 1",
        "round-robin, '', 0.1, 1"
    })
    void groupsGrowWithTheirMembers(String rule, String written, double back, double other) {
        TestPool pool = TestPool.of("""
                members:
                  192.0.2.1: {weight: 2}
                  192.0.2.2: {weight: 4}
                pools:
                  edge:
                    check: web
                    choose: %s
                    slow-start: 100s
                    groups:
                      - {%schoose: failover, members: [192.0.2.1]}
                      - {%schoose: all, members: [192.0.2.2]}
                """.formatted(rule, written, written.replace("5", "2")));
        refresh(pool, 0, "192.0.2.1");
        assertDrawn(pool, 1, Map.of(one(1), back / (back + other), one(2), other / (back + other)));
    }

    @Test
    void theNearerSlowStartWins() {
        TestPool pool = TestPool.of("""
                members:
                  192.0.2.1: {slow-start: 50s}
                  192.0.2.2: {slow-start: off}
                pools:
                  edge:
                    check: web
                    choose: weighted
                    slow-start: 200s
                    groups:
                      - {slow-start: 100s, choose: weighted, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
                      - {choose: weighted, members: [192.0.2.4]}
                """);
        refresh(pool, 25_000, "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
        double sum = 0.55 + 1 + 0.325 + 0.208;
        assertDrawn(pool, 1, Map.of(one(1), 0.55 / sum, one(2), 1 / sum, one(3), 0.325 / sum, one(4), 0.208 / sum));
    }

    /** Clients keep their members: neither those of the one that is back nor those of the others move while it ramps. */
    @Test
    void consistentHashKeepsItsMap() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    check: web
                    choose: weighted
                    slow-start: 100s
                    groups:
                      - choose: consistent-hash
                        groups:
                          - {name: a, choose: consistent-hash, members: [192.0.2.1, 192.0.2.2]}
                          - {name: b, choose: consistent-hash, members: [192.0.2.3]}
                """);
        Map<Integer, List<String>> before = new HashMap<>();
        refresh(pool, 0);
        for (int i = 0; i < 2_000; i++) {
            before.put(i, pool.answerTo(client(i), false, 1));
        }
        refresh(pool, 0, "192.0.2.1");
        before.forEach((i, answer) -> assertEquals(answer, pool.answerTo(client(i), false, 1)));
        PoolReport.Group hash =
                Objects.requireNonNull(pool.report(1).root()).groups().getFirst();
        assertEquals(2.1, hash.weight(), 1e-5, "the group weighs less among groups");
        PoolReport.Address back = hash.groups().getFirst().members().getFirst();
        assertEquals(
                List.of(1.0, 1.0), List.of(back.weight(), back.share()), "in it the hash goes by the whole weight");
    }

    private static io.proxima.net.Prefix client(int i) {
        return io.proxima.net.Prefix.parse("10." + i / 256 + "." + i % 256 + ".0/24");
    }

    /** In panic and when all is down everybody serves alike, also those that are back. */
    @Test
    void healthIgnoredIsSlowStartIgnored() {
        TestPool pool = TestPool.of("""
                pools:
                  edge: {check: web, choose: random, slow-start: 100s, panic: 70%, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
                """);
        pool.plan.refresh(
                pair -> pair.address().equals("192.0.2.3")
                        ? new Verdict(false, false, RECOVERED)
                        : pair.address().equals("192.0.2.1") ? recovered() : Verdict.INITIAL,
                RECOVERED);
        assertDrawn(pool, 1, Map.of(one(1), 1 / 3.0, one(2), 1 / 3.0, one(3), 1 / 3.0));
        assertTrue(pool.panicked());
    }

    @Test
    void whoIsAloneGetsEverything() {
        TestPool pool = TestPool.of(
                "pools: {edge: {check: web, choose: weighted, slow-start: 100s, members: [192.0.2.1, 192.0.2.2]}}");
        pool.plan.refresh(
                pair -> pair.address().equals("192.0.2.1") ? recovered() : new Verdict(false, false, RECOVERED),
                RECOVERED);
        assertEquals(List.of("192.0.2.1"), pool.answer(2));
    }

    @Test
    void aReportSaysWhatAMemberWeighsNow() {
        TestPool pool = TestPool.of("""
                members:
                  192.0.2.1: {weight: 4}
                pools:
                  edge: {check: web, choose: weighted, slow-start: 100s, members: [192.0.2.1, 192.0.2.2]}
                """);
        refresh(pool, 50_000, "192.0.2.1");
        List<PoolReport.Address> members =
                Objects.requireNonNull(pool.report(1).root()).members();
        assertEquals(2.2, members.getFirst().weight(), 1e-5);
        assertEquals(0.55, members.getFirst().share(), 1e-9);
        assertEquals(1, members.getLast().share());
        assertEquals(RECOVERED + 51_000, pool.plan.state().nextStepMillis());
    }
}
