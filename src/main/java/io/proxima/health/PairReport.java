package io.proxima.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of one pair and who says so; for operators.
 *
 * @param votes of every live replica that probes the pair, and of any other whose vote counts; by name
 */
public record PairReport(Pair pair, Verdict verdict, List<Said> votes) {
    public PairReport {
        votes = List.copyOf(votes);
    }

    /**
     * What one replica says.
     *
     * @param vote {@code NONE} where it has not seen enough
     * @param pending whether its latest results speak against its vote, or it has none and they are failures
     * @param reason what its latest probe said when it last had something new to say; empty where it said nothing yet
     */
    public record Said(String node, Vote vote, boolean pending, String reason) {}

    /**
     * A pair as of the book's last {@link HealthBook#changes}; on the book's thread.
     *
     * @param vantages how many replicas probe it; 0 where nobody does
     */
    public static PairReport of(HealthBook book, Pair pair, int vantages) {
        Map<String, Ballot> cast = new HashMap<>();
        book.votes(pair).forEach(ballot -> cast.put(ballot.node(), ballot));
        Collection<Replica> live = book.live();
        Set<String> nodes = new TreeSet<>(cast.keySet());
        nodes.addAll(Shares.of(pair, vantages, live));
        List<Said> votes = new ArrayList<>();
        for (String node : nodes) {
            Ballot ballot = cast.get(node);
            votes.add(
                    ballot == null
                            ? new Said(node, Vote.NONE, false, "")
                            : new Said(node, ballot.vote(), ballot.pending(), ballot.reason()));
        }
        return new PairReport(pair, book.verdict(pair), votes);
    }
}
