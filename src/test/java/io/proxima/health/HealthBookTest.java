package io.proxima.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HealthBookTest {
    private static final Pair A = new Pair("example.com./web", "192.0.2.1");
    private static final Pair B = new Pair("example.com./web", "192.0.2.2");
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private static HealthBook book(String node, int replicas) {
        return new HealthBook(new Replica(node, ""), 1, replicas, Duration.ofSeconds(5));
    }

    private static HealthBook.Changes configured(HealthBook book, Pair... pairs) {
        Map<Pair, Quorum> quorums = new HashMap<>();
        for (Pair pair : pairs) {
            quorums.put(pair, new Quorum(3, 2, 2, Set.of()));
        }
        book.configure(quorums);
        return book.changes(0, 0);
    }

    private static Ballot ballot(String node, long epoch, long sequence, Vote vote) {
        return new Ballot(node, epoch, sequence, A, vote, false, "said");
    }

    @Test
    void aloneItTakesDownAfterFallAndUpAfterRise() {
        HealthBook book = book("ns1", 1);
        assertTrue(configured(book, A).shareMoved());
        assertEquals(Set.of(A), book.share());
        book.observed(A, false, "said");
        assertEquals(
                Map.of(A, new Verdict(true, true, true, 0)),
                book.changes(SECOND, 10).verdicts());
        book.observed(A, false, "said");
        assertEquals(
                Map.of(A, new Verdict(false, false, 20)),
                book.changes(SECOND, 20).verdicts());
        book.observed(A, true, "said");
        assertEquals(
                Map.of(A, new Verdict(false, true, 20)),
                book.changes(SECOND, 30).verdicts());
        book.observed(A, true, "said");
        assertEquals(
                Map.of(A, new Verdict(true, false, 40)),
                book.changes(SECOND, 40).verdicts());
        book.observed(A, true, "said");
        assertEquals(Map.of(), book.changes(SECOND, 50).verdicts());
    }

    @Test
    void whoCannotAskTakesItsVoteBackAndTheVerdictStays() {
        HealthBook book = book("ns1", 1);
        configured(book, A);
        book.observed(A, false, "said");
        book.observed(A, false, "said");
        assertFalse(book.changes(SECOND, 10).verdicts().isEmpty());
        book.unasked(A, "may not ping");
        book.unasked(A, "may not ping");
        book.unasked(B, "is not probed here");
        HealthBook.Changes changes = book.changes(SECOND, 20);
        assertEquals(List.of(new Ballot("ns1", 1, 3, A, Vote.NONE, false, "may not ping")), changes.ballots());
        assertFalse(book.verdict(A).up());
        book.observed(A, true, "said");
        book.changes(SECOND, 30);
        assertFalse(book.verdict(A).up(), "one is no vote yet");
        book.observed(A, true, "said");
        book.changes(SECOND, 40);
        assertTrue(book.verdict(A).up());
    }

    @Test
    void whatIsConfiguredAnewKeepsItsVerdictAndItsRun() {
        HealthBook book = book("ns1", 1);
        configured(book, A);
        book.observed(A, false, "said");
        book.observed(A, false, "said");
        book.observed(A, true, "said");
        book.changes(SECOND, 10);
        book.configure(Map.of(A, new Quorum(1, 5, 2, Set.of()), B, new Quorum(1, 5, 2, Set.of())));
        book.changes(SECOND, 20);
        assertEquals(Set.of(A, B), book.share());
        assertFalse(book.verdict(A).up());
        book.observed(A, true, "said");
        book.changes(SECOND, 30);
        assertTrue(book.verdict(A).up(), "the success before counts too");
    }

    @Test
    void aBallotIsToldOnlyWhenItSaysSomethingNew() {
        HealthBook book = book("ns1", 1);
        configured(book, A);
        List<Ballot> told = new ArrayList<>();
        for (boolean success : new boolean[] {true, true, true, false, false, false}) {
            book.observed(A, success, "said");
            told.addAll(book.changes(SECOND, 0).ballots());
        }
        assertEquals(
                List.of(
                        new Ballot("ns1", 1, 1, A, Vote.UP, false, "said"),
                        new Ballot("ns1", 1, 2, A, Vote.UP, true, "said"),
                        new Ballot("ns1", 1, 3, A, Vote.DOWN, false, "said")),
                told);
    }

    @Test
    void votesGrowStaleWithTheirOwnersHeartbeat() {
        HealthBook book = book("ns1", 3);
        configured(book, A);
        book.heartbeat(new Replica("ns2", ""), 1, 0);
        book.heartbeat(new Replica("ns3", ""), 1, 0);
        book.heard(ballot("ns2", 1, 1, Vote.DOWN));
        assertFalse(book.changes(0, 1).verdicts().isEmpty(), "a dissenting vote unsettles");
        book.heard(ballot("ns3", 1, 1, Vote.DOWN));
        book.changes(4 * SECOND, 2);
        assertFalse(book.verdict(A).up());
        assertEquals(2, book.votes(A).size());
        book.changes(5 * SECOND, 3);
        assertFalse(book.verdict(A).up(), "silence keeps the last verdict");
        assertEquals(List.of(), book.votes(A));
        assertTrue(book.cutOff());
    }

    @Test
    void aReplicaThatLeftStopsCountingAtOnceAndCountsAgainWhenHeard() {
        HealthBook book = book("ns1", 3);
        configured(book, A);
        book.heartbeat(new Replica("ns2", ""), 1, 0);
        book.heard(ballot("ns2", 1, 1, Vote.UP));
        book.changes(0, 0);
        assertEquals(1, book.votes(A).size());
        book.gone("ns2");
        book.changes(1, 0);
        assertEquals(0, book.votes(A).size());
        book.heartbeat(new Replica("ns2", ""), 1, 2);
        book.changes(2, 0);
        assertEquals(1, book.votes(A).size());
    }

    @Test
    void olderSequencesAndEpochsAreIgnored() {
        HealthBook book = book("ns1", 3);
        configured(book, A);
        book.heartbeat(new Replica("ns2", ""), 2, 0);
        book.heard(ballot("ns2", 2, 5, Vote.UP));
        book.heard(ballot("ns2", 2, 4, Vote.DOWN));
        book.heard(ballot("ns2", 1, 9, Vote.DOWN));
        book.heartbeat(new Replica("ns2", "elsewhere"), 1, 1);
        book.changes(2, 0);
        assertEquals(List.of(ballot("ns2", 2, 5, Vote.UP)), book.votes(A));
    }

    @Test
    void aRestartVoidsTheVotesOfTheLifeBefore() {
        HealthBook book = book("ns1", 3);
        configured(book, A);
        book.heartbeat(new Replica("ns2", ""), 1, 0);
        book.heard(ballot("ns2", 1, 5, Vote.DOWN));
        book.heartbeat(new Replica("ns2", ""), 2, 1);
        book.changes(2, 0);
        assertEquals(List.of(), book.votes(A));
    }

    @Test
    void nobodyElseCastsThisReplicasVote() {
        HealthBook book = book("ns1", 1);
        configured(book, A);
        book.heard(ballot("ns1", 9, 9, Vote.DOWN));
        book.changes(1, 0);
        assertTrue(book.verdict(A).up());
    }

    @Test
    void aShareThatMovesAwayTakesItsVoteBack() {
        HealthBook book = book("ns1", 5);
        Map<Pair, Quorum> quorums = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            quorums.put(new Pair("example.com./web", "192.0.2." + i), new Quorum(1, 1, 1, Set.of()));
        }
        book.configure(quorums);
        book.changes(0, 0);
        assertEquals(quorums.keySet(), book.share(), "cut off, it probes everything");
        quorums.keySet().forEach(pair -> book.observed(pair, true, "said"));
        assertEquals(50, book.changes(0, 0).ballots().size());
        book.heartbeat(new Replica("ns2", ""), 1, 1);
        book.heartbeat(new Replica("ns3", ""), 1, 1);
        HealthBook.Changes changes = book.changes(2, 0);
        assertTrue(changes.shareMoved());
        assertEquals(50 - book.share().size(), changes.ballots().size());
        assertTrue(changes.ballots().stream()
                .allMatch(ballot -> ballot.vote() == Vote.NONE && !book.share().contains(ballot.pair())));
        Pair foreign = changes.ballots().getFirst().pair();
        book.observed(foreign, false, "said");
        assertEquals(List.of(), book.changes(3, 0).ballots(), "a late result of a pair given away");
    }

    @Test
    void savedVerdictsHoldUntilVotesDecide() {
        HealthBook book = book("ns1", 1);
        book.restore(Map.of(A, new Verdict(false, false, 77)));
        configured(book, A, B);
        assertEquals(
                Map.of(A, new Verdict(false, false, true, 77), B, new Verdict(true, false, true, 0)), book.verdicts());
        book.observed(A, true, "said");
        book.observed(A, true, "said");
        book.changes(1, 99);
        assertEquals(new Verdict(true, false, 99), book.verdict(A));
    }

    @Test
    void aPairNoLongerConfiguredIsForgottenAndItsVoteWithdrawn() {
        HealthBook book = book("ns1", 1);
        configured(book, A, B);
        book.observed(A, false, "said");
        book.observed(A, false, "said");
        book.changes(1, 1);
        assertFalse(book.verdict(A).up());
        HealthBook.Changes changes = configured(book, B);
        assertEquals(
                List.of(Vote.NONE), changes.ballots().stream().map(Ballot::vote).toList());
        assertEquals(Set.of(B), book.share());
        assertEquals(Verdict.INITIAL, book.verdict(A));
        configured(book, A, B);
        assertTrue(book.verdict(A).up());
        assertEquals(List.of(), book.votes(A));
    }

    @Test
    void cutOffItTrustsItsOwnWordOnceAWitnessAnswers() {
        HealthBook book = book("ns1", 3);
        book.configure(Map.of(A, new Quorum(3, 2, 2, Set.of(B)), B, new Quorum(3, 2, 2, Set.of(A))));
        book.changes(0, 0);
        for (int i = 0; i < 2; i++) {
            book.observed(A, false, "said");
            book.observed(B, false, "said");
        }
        book.changes(1, 1);
        assertTrue(book.verdict(A).up() && book.verdict(B).up(), "its own network may be what is down");
        book.observed(B, true, "said");
        book.changes(2, 2);
        assertTrue(book.verdict(A).up());
        book.observed(B, true, "said");
        book.changes(3, 3);
        assertFalse(book.verdict(A).up());
        assertTrue(book.verdict(B).up());
    }

    @Test
    void replicasThatHearEachOtherAgreeInWhateverOrderBallotsCome() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<HealthBook> books = List.of(book("ns1", 3), book("ns2", 3), book("ns3", 3));
            List<Ballot> told = new ArrayList<>();
            for (HealthBook book : books) {
                for (int i = 1; i <= 3; i++) {
                    book.heartbeat(new Replica("ns" + i, ""), 1, 0);
                }
                configured(book, A, B);
            }
            for (int i = 0; i < 60; i++) {
                HealthBook book = books.get(random.nextInt(3));
                book.observed(random.nextBoolean() ? A : B, random.nextBoolean(), "said");
                told.addAll(book.changes(1, 1).ballots());
            }
            for (HealthBook book : books) {
                Collections.shuffle(told, random);
                told.forEach(book::heard);
                book.changes(1, 1);
            }
            long finalSeed = seed;
            for (Pair pair : List.of(A, B)) {
                Set<Ballot> votes = Set.copyOf(books.getFirst().votes(pair));
                books.forEach(book -> assertEquals(votes, Set.copyOf(book.votes(pair)), () -> "seed " + finalSeed));
            }
        }
    }
}
