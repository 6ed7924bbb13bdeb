package io.proxima.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How long a change took, by this replica's own probes and by what the others say of theirs. */
class DetectionsTest {
    private static final Pair A = new Pair("example.com./web", "192.0.2.1");
    private static final long MILLI = 1_000_000;

    private final Detections detections = configured();

    private static Detections configured() {
        Detections detections = new Detections("ns1");
        detections.configure(Set.of(A));
        return detections;
    }

    private static Ballot ballot(String node, long sequence, Vote vote, String reason, long runMillis) {
        return new Ballot(node, 1, sequence, A, vote, false, reason, runMillis);
    }

    private HealthEvent.VerdictChanged down(long nowMillis, Ballot... votes) {
        return detections.changed(
                A, new Verdict(false, false, nowMillis), List.of(votes), nowMillis * MILLI, nowMillis);
    }

    @Test
    void aloneItIsFromTheFirstFailedProbeOfTheRun() {
        detections.observed(A, false, 1_000 * MILLI);
        detections.observed(A, true, 2_000 * MILLI);
        detections.observed(A, false, 3_000 * MILLI);
        detections.observed(A, false, 3_900 * MILLI);
        assertEquals(
                2_900L,
                down(5_900, ballot("ns1", 1, Vote.DOWN, "status 503", 0)).tookMillis());
    }

    @Test
    void amongSeveralTheEarliestThatVotedSoCounts() {
        detections.observed(A, false, 7_000 * MILLI);
        Ballot second = ballot("ns2", 1, Vote.DOWN, "status 503", 1_500);
        Ballot third = ballot("ns3", 1, Vote.UP, "status 200", 600_000);
        detections.heard(second, 8_000 * MILLI);
        detections.heard(third, 8_000 * MILLI);
        var change = down(8_100, third, ballot("ns1", 1, Vote.DOWN, "", 0), second);
        assertEquals(1_600L, change.tookMillis());
        assertEquals("status 503", change.reason(), "what one of those says that voted so");
    }

    @Test
    void ballotHeardAgainOrLateChangesNothing() {
        Ballot voted = ballot("ns2", 2, Vote.DOWN, "said", 1_000);
        detections.heard(voted, 5_000 * MILLI);
        detections.heard(voted, 9_000 * MILLI);
        detections.heard(ballot("ns2", 1, Vote.DOWN, "said", 0), 9_000 * MILLI);
        assertEquals(6_000L, down(10_000, voted).tookMillis());
    }

    @Test
    void whatIsToldIsHowLongTheRunIsByNow() {
        detections.observed(A, false, 1_000 * MILLI);
        assertEquals(
                2_500,
                detections
                        .told(ballot("ns1", 1, Vote.DOWN, "said", 0), 3_500 * MILLI)
                        .runMillis());
    }

    @Test
    void runEndsWhereItIsNoLongerProbed() {
        detections.observed(A, false, 1_000 * MILLI);
        detections.share(Set.of());
        detections.share(Set.of(A));
        detections.observed(A, false, 60_000 * MILLI);
        assertEquals(
                1_000L, down(61_000, ballot("ns1", 2, Vote.DOWN, "said", 0)).tookMillis());
    }

    @Test
    void nobodyKnowsWhatAChangeTookThatNobodyHereSawComing() {
        assertNull(down(1_000, ballot("ns2", 1, Vote.DOWN, "said", 0)).tookMillis());
        assertNull(down(1_000).tookMillis());
    }

    @Test
    void changesAreCountedAndTheLastIsKeptUntilThePairIsGone() {
        down(1_000);
        detections.changed(A, new Verdict(true, false, 2_000), List.of(), 2_000 * MILLI, 2_000);
        var last = down(3_000);
        assertEquals(new Detections.Past(last, 1, 2, 1), Objects.requireNonNull(detections.past(A)));
        detections.configure(Set.of());
        assertNull(detections.past(A));
    }
}
