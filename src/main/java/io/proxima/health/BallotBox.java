package io.proxima.health;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The newest ballot of each voter on each pair; confined to one thread. */
final class BallotBox {
    /** Votes on pairs not configured here are kept for a release that may come; on so many pairs at most. */
    private static final int STRANGERS = 100_000;

    private final Map<Pair, Map<String, Ballot>> ballots = new HashMap<>();

    /**
     * Takes a ballot, unless there is a newer one of its voter.
     *
     * @param configured how many pairs are configured
     * @return whether it was taken
     */
    boolean put(Ballot ballot, int configured) {
        if (!ballots.containsKey(ballot.pair()) && ballots.size() >= configured + STRANGERS) {
            return false;
        }
        Map<String, Ballot> cast = ballots.computeIfAbsent(ballot.pair(), _ -> new HashMap<>());
        Ballot last = cast.get(ballot.node());
        if (last != null && !ballot.follows(last)) {
            return false;
        }
        cast.put(ballot.node(), ballot);
        return true;
    }

    Collection<Ballot> on(Pair pair) {
        return ballots.getOrDefault(pair, Map.of()).values();
    }
}
