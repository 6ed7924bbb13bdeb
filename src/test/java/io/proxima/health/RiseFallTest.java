package io.proxima.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RiseFallTest {
    private static final Duration FAST = Duration.ofSeconds(1);

    private static RiseFall run(String results, int fall, int rise) {
        RiseFall state = RiseFall.FRESH;
        for (int i = 0; i < results.length(); i++) {
            state = state.after(results.charAt(i) == '+', fall, rise);
        }
        return state;
    }

    @Test
    void freshPairVotesOnlyOnceItHasSeenEnough() {
        assertEquals(Vote.NONE, run("+", 2, 2).vote());
        assertEquals(Vote.UP, run("++", 2, 2).vote());
        assertEquals(Vote.NONE, run("-", 2, 2).vote());
        assertEquals(Vote.DOWN, run("--", 2, 2).vote());
        assertEquals(Vote.NONE, run("+-+-+-", 2, 2).vote());
    }

    @Test
    void fallNeedsConsecutiveFailures() {
        assertEquals(Vote.UP, run("++--+--+--", 3, 2).vote());
        assertEquals(Vote.DOWN, run("++--+---", 3, 2).vote());
    }

    @Test
    void riseNeedsConsecutiveSuccesses() {
        assertEquals(Vote.DOWN, run("--++-++", 2, 3).vote());
        assertEquals(Vote.UP, run("--++-+++", 2, 3).vote());
    }

    @Test
    void pendingWhileResultsSpeakAgainstTheVote() {
        assertFalse(RiseFall.FRESH.pending());
        assertFalse(run("+", 2, 2).pending());
        assertTrue(run("-", 2, 2).pending());
        assertFalse(run("++", 2, 2).pending());
        assertTrue(run("++-", 2, 2).pending());
        assertFalse(run("++-+", 2, 2).pending());
        assertFalse(run("++--", 2, 2).pending());
        assertTrue(run("++--+", 2, 2).pending());
        assertFalse(run("++--+-", 2, 2).pending());
    }

    @Test
    void onlyAnUnbrokenUpVoteAnswers() {
        assertTrue(run("++", 2, 2).answers());
        assertFalse(run("++-", 2, 2).answers());
        assertFalse(run("+", 2, 2).answers());
        assertFalse(run("--+", 2, 2).answers());
    }

    @Test
    void nextProbeFollowsWithinASecondWhileAVoteIsPendingOrMissing() {
        Duration every = Duration.ofSeconds(5);
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            assertTrue(run("++-", 2, 2).nextProbeIn(every, FAST, 0.1, random).toMillis() < 1000);
            assertTrue(run("-", 2, 2).nextProbeIn(every, FAST, 0.1, random).toMillis() < 1000);
            assertTrue(run("--+", 2, 2).nextProbeIn(every, FAST, 0.1, random).toMillis() < 1000);
            assertTrue(run("+", 2, 2).nextProbeIn(every, FAST, 0.1, random).toMillis() < 1000);
        }
    }

    @Test
    void otherwiseTheIntervalVariesByATenth() {
        Duration every = Duration.ofSeconds(5);
        Random random = new Random(2);
        long least = Long.MAX_VALUE;
        long most = 0;
        for (int i = 0; i < 1000; i++) {
            long millis = run(i % 2 == 0 ? "++" : "--", 2, 2)
                    .nextProbeIn(every, FAST, 0.1, random)
                    .toMillis();
            least = Math.min(least, millis);
            most = Math.max(most, millis);
        }
        assertTrue(least >= 4500 && least < 4550, "least " + least);
        assertTrue(most <= 5500 && most > 5450, "most " + most);
    }

    @Test
    void anIntervalBelowASecondIsNotStretched() {
        assertTrue(run("++-", 2, 2)
                        .nextProbeIn(Duration.ofMillis(200), FAST, 0.1, new Random(3))
                        .toMillis()
                <= 220);
    }
}
