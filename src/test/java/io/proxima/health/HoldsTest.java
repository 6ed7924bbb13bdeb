package io.proxima.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Hold-down and damping in the book: against a plain account of all that happened, and at the edges. */
final class HoldsTest {
    private static final Pair A = new Pair("example.com./web", "192.0.2.1");
    private static final Pair B = new Pair("example.com./web", "192.0.2.2");
    private static final Damping ON = new Damping(Duration.ofMinutes(2), 3, 1, Duration.ofMinutes(10));
    private static final Holds HALF_A_MINUTE = new Holds(Duration.ofSeconds(30), null);

    private static HealthBook book(Holds holds, Map<Pair, Verdict> saved, long nowMillis) {
        HealthBook book = new HealthBook(new Replica("ns1", ""), 1, 1, Duration.ofSeconds(5));
        book.restore(saved);
        book.configure(Map.of(A, new Quorum(1, 1, 1, Set.of(), holds), B, new Quorum(1, 1, 1, Set.of())));
        book.changes(nanos(nowMillis), nowMillis);
        return book;
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static void votes(HealthBook book, boolean up, long nowMillis) {
        book.observed(A, up, "said");
        book.changes(nanos(nowMillis), nowMillis);
    }

    private static boolean upAt(HealthBook book, long nowMillis) {
        book.changes(nanos(nowMillis), nowMillis);
        return book.verdict(A).up();
    }

    /** One turn of the votes. */
    private record Turn(double at, boolean up) {}

    /** Whether the pair is served at a time, worked out from the very first turn; seconds, and no state kept. */
    private static boolean naive(List<Turn> turns, double now, Holds holds) {
        Damping rule = holds.damping();
        double hold = holds.holdDown().toMillis() / 1000.0;
        double penalty = 0;
        double fellAt = 0;
        double dampedUntil = Double.NEGATIVE_INFINITY;
        double downSince = Double.NEGATIVE_INFINITY;
        boolean votes = true;
        for (Turn turn : turns) {
            boolean served = votes && turn.at >= dampedUntil && turn.at >= downSince + hold;
            if (!turn.up && served) {
                downSince = turn.at;
            }
            if (!turn.up && votes && rule != null) {
                double halfLife = rule.halfLife().toMillis() / 1000.0;
                penalty = penalty * Math.exp(-Math.log(2) * (turn.at - fellAt) / halfLife) + 1;
                penalty = Math.min(
                        penalty,
                        rule.reuse() * Math.exp(Math.log(2) * rule.maxHold().toMillis() / 1000 / halfLife));
                fellAt = turn.at;
                if (penalty >= rule.suppress() || turn.at < dampedUntil) {
                    dampedUntil = turn.at + halfLife * Math.log(penalty / rule.reuse()) / Math.log(2);
                }
            }
            votes = turn.up;
        }
        return votes && now >= dampedUntil && now >= downSince + hold;
    }

    @Test
    void verdictsAreThoseOfAPlainAccountOfAllThatHappened() {
        int held = 0;
        int asked = 0;
        for (long seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            Damping rule = random.nextInt(4) == 0
                    ? null
                    : new Damping(
                            Duration.ofSeconds(20 + random.nextInt(200)),
                            1.2 + random.nextDouble() * 2,
                            0.3 + random.nextDouble() / 2,
                            Duration.ofSeconds(600 + random.nextInt(1000)));
            Holds holds = new Holds(Duration.ofSeconds(random.nextInt(3) * 40L), rule);
            HealthBook book = book(holds, Map.of(), 0);
            List<Turn> turns = new ArrayList<>();
            long millis = 0;
            for (int i = 0; i < 80; i++) {
                millis += 1 + random.nextInt(random.nextInt(8) == 0 ? 400_000 : 30_000);
                book.changes(nanos(millis), millis);
                if (random.nextInt(3) > 0) {
                    boolean up = random.nextBoolean();
                    turns.add(new Turn(millis / 1000.0, up));
                    votes(book, up, millis);
                }
                boolean expected = naive(turns, millis / 1000.0, holds);
                String at = "seed " + seed + ", " + holds + ", at " + millis + " of " + turns;
                assertEquals(expected, book.verdict(A).up(), at);
                assertFalse(expected && book.verdict(A).held() != null, at);
                held += !expected && !turns.isEmpty() && turns.getLast().up ? 1 : 0;
                asked++;
            }
        }
        assertTrue(held > asked / 20, held + " of " + asked + " held down against their votes");
    }

    @Test
    void nothingIsHeldUnlessItIsWritten() {
        HealthBook book = book(Holds.NONE, Map.of(), 0);
        for (int i = 1; i < 20; i++) {
            votes(book, false, i * 1_000L);
            assertNull(book.verdict(A).held());
            votes(book, true, i * 1_000L + 1);
            assertTrue(book.verdict(A).up());
        }
    }

    @Test
    void timeAloneBringsAHeldPairUp() {
        HealthBook book = book(HALF_A_MINUTE, Map.of(), 0);
        votes(book, false, 1_000);
        votes(book, true, 2_000);
        assertEquals(new Verdict(false, false, false, 1_000, new Held.Down(31_000)), book.verdict(A));
        assertEquals(Map.of(), book.changes(nanos(30_999), 30_999).verdicts());
        assertEquals(
                Map.of(A, new Verdict(true, false, 31_500)),
                book.changes(nanos(31_500), 31_500).verdicts());
    }

    /** What is held for a known time is not contested: its pool's TTL need not be short for that. */
    @Test
    void whatIsHeldIsNotMoving() {
        HealthBook book = book(HALF_A_MINUTE, Map.of(), 0);
        votes(book, false, 1_000);
        votes(book, true, 2_000);
        assertFalse(book.verdict(A).moving());
        assertFalse(book.verdict(A).up());
    }

    @Test
    void aClockThatIsSetNeitherEndsNorDrawsOutAHold() {
        HealthBook book = book(HALF_A_MINUTE, Map.of(), 0);
        votes(book, false, 1_000);
        votes(book, true, 2_000);
        Verdict before = book.verdict(A);
        assertEquals(Map.of(), book.changes(nanos(20_000), 9_000_000_000L).verdicts());
        assertEquals(before, book.verdict(A));
        book.changes(nanos(31_000), 0);
        assertTrue(book.verdict(A).up());
    }

    @Test
    void aRestartGoesOnWithTheSavedInstant() {
        Map<Pair, Verdict> saved = Map.of(A, new Verdict(false, false, 100_000));
        HealthBook book = book(HALF_A_MINUTE, saved, 110_000);
        votes(book, true, 111_000);
        assertFalse(upAt(book, 129_999));
        assertTrue(upAt(book, 130_000));
        HealthBook later = book(HALF_A_MINUTE, saved, 900_000_000_000L);
        votes(later, true, 900_000_000_001L);
        assertTrue(later.verdict(A).up(), "saved long ago");
        HealthBook early = book(HALF_A_MINUTE, saved, 1_000);
        votes(early, true, 2_000);
        assertFalse(upAt(early, 30_999), "the wall clock was set back: the whole of it, and no more");
        assertTrue(upAt(early, 31_000));
    }

    @Test
    void anEditChangesHoldsThatAreInForce() {
        HealthBook book = book(HALF_A_MINUTE, Map.of(), 0);
        votes(book, false, 1_000);
        votes(book, true, 2_000);
        configure(book, new Holds(Duration.ofSeconds(60), null));
        assertFalse(upAt(book, 60_999));
        configure(book, Holds.NONE);
        assertTrue(upAt(book, 60_999), "nothing holds it any more");
        votes(book, false, 61_000);
        configure(book, HALF_A_MINUTE);
        votes(book, true, 70_000);
        assertFalse(upAt(book, 90_999), "30 s from the change, though that was not held when it came");
        assertTrue(upAt(book, 91_000));
    }

    private static void configure(HealthBook book, Holds holds) {
        book.configure(Map.of(A, new Quorum(1, 1, 1, Set.of(), holds)));
    }

    /** While it is down a pair is judged by its votes as they were, not by what was made of them. */
    @Test
    void aTieKeepsWhatTheVotesSaidLast() {
        HealthBook book = new HealthBook(new Replica("ns1", ""), 1, 3, Duration.ofSeconds(5));
        book.heartbeat(new Replica("ns2", ""), 1, 0);
        book.heartbeat(new Replica("ns3", ""), 1, 0);
        book.configure(Map.of(A, new Quorum(3, 1, 1, Set.of(), HALF_A_MINUTE)));
        book.changes(0, 0);
        hear(book, 1, Vote.DOWN, Vote.DOWN);
        book.changes(1, 1_000);
        hear(book, 2, Vote.UP, Vote.UP);
        book.changes(2, 2_000);
        hear(book, 3, Vote.UP, Vote.NONE);
        Verdict tied = book.changes(3, 3_000).verdicts().getOrDefault(A, book.verdict(A));
        assertFalse(tied.up());
        book.heartbeat(new Replica("ns2", ""), 1, nanos(31_000));
        book.heartbeat(new Replica("ns3", ""), 1, nanos(31_000));
        book.changes(nanos(31_001), 33_000);
        assertTrue(book.verdict(A).up());
    }

    private static void hear(HealthBook book, long sequence, Vote second, Vote third) {
        book.heard(new Ballot("ns2", 1, sequence, A, second, false, "said"));
        book.heard(new Ballot("ns3", 1, sequence, A, third, false, "said"));
    }

    /** Replicas that hear the same votes at about the same time hold the same down. */
    @Test
    void replicasThatSeeTheSameFallsAgree() {
        Holds holds = new Holds(Duration.ZERO, ON);
        int damped = 0;
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            HealthBook first = book(holds, Map.of(), 0);
            HealthBook second = book(holds, Map.of(), 0);
            long millis = 0;
            for (int i = 0; i < 60; i++) {
                millis += 2_000 + random.nextInt(20_000);
                boolean up = random.nextBoolean();
                votes(first, up, millis);
                votes(second, up, millis + 200);
                upAt(first, millis + 1_999);
                upAt(second, millis + 1_999);
                long now = millis + 1_999;
                if (until(first.verdict(A)) > now + 300) {
                    damped++;
                    long apart = Math.abs(until(first.verdict(A)) - until(second.verdict(A)));
                    assertTrue(apart <= 300, "seed " + seed + ": " + apart + " ms");
                }
            }
        }
        assertTrue(damped > 200, "damped too seldom to tell");
    }

    private static long until(Verdict verdict) {
        @Nullable Held held = verdict.held();
        return held == null ? 0 : held.untilMillis();
    }

    @Test
    void whatIsDampedComesBackFromDisk() {
        Verdict damped = new Verdict(false, false, false, 5, new Held.Damped(3.25, 7, 9));
        Map<Pair, Verdict> verdicts = Map.of(A, damped);
        String text = SavedVerdicts.encode(verdicts);
        assertEquals("down\t5\t192.0.2.1\texample.com./web\ndamped\t3.25\t7\t9\t192.0.2.1\texample.com./web\n", text);
        assertEquals(verdicts, SavedVerdicts.decode(text));
        String broken = """
                damped\t3.25\t7\t9\t192.0.2.1\tx
                up\t5\t192.0.2.1\tx
                damped\t1\t7\t9\t192.0.2.1\tx
                down\t5\t192.0.2.2\tx
                damped\tNaN\t7\t9\t192.0.2.2\tx
                damped\t-1\t7\t9\t192.0.2.2\tx
                """;
        assertEquals(
                Map.of(
                        new Pair("x", "192.0.2.1"),
                        new Verdict(true, false, 5),
                        new Pair("x", "192.0.2.2"),
                        new Verdict(false, false, 5)),
                SavedVerdicts.decode(broken));
    }

    @Test
    void rulesThatHoldForeverOrNeverAreNone() {
        Duration minute = Duration.ofMinutes(1);
        assertThrows(IllegalArgumentException.class, () -> new Damping(Duration.ZERO, 3, 1, minute));
        assertThrows(IllegalArgumentException.class, () -> new Damping(minute, 3, 1, Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> new Damping(minute, 1, 1, minute));
        assertThrows(IllegalArgumentException.class, () -> new Damping(minute, 3, 0, minute));
        assertThrows(IllegalArgumentException.class, () -> new Holds(Duration.ofSeconds(-1), null));
    }
}
