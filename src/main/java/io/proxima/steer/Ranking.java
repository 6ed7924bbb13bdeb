package io.proxima.steer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The children of a consistent-hash node that are up, or a leaf's members, ready to be ranked for a key; immutable.
 *
 * <p>Children of weight 0 are left out unless all have it; then all weigh 1. The weights are what is written, or the sum of all
 * members below, up or not: a group that loses a member must keep its share, or it would lose clients of the others too.
 */
final class Ranking {
    /** Child positions; of a leaf, the place of the member's first address in the node's {@code live}. */
    private final int[] starts;
    /** Of a leaf, where the member's addresses end. */
    private final int[] ends;

    private final long[] identities;
    private final double[] inverseWeights;
    /** Of a leaf, by place in the node's {@code live}. */
    private final long[] addressIdentities;

    private Ranking(int[] starts, int[] ends, long[] identities, double[] inverseWeights, long[] addressIdentities) {
        this.starts = starts;
        this.ends = ends;
        this.identities = identities;
        this.inverseWeights = inverseWeights;
        this.addressIdentities = addressIdentities;
    }

    /** Collects what is up; confined to one thread. */
    static final class Builder {
        private final int[] starts;
        private final int[] ends;
        private final long[] identities;
        private final long[] weights;
        private int size;

        Builder(int most) {
            starts = new int[most];
            ends = new int[most];
            identities = new long[most];
            weights = new long[most];
        }

        void add(int start, int end, long identity, long weight) {
            starts[size] = start;
            ends[size] = end;
            identities[size] = identity;
            weights[size++] = weight;
        }

        Ranking build(long[] addressIdentities) {
            boolean equal = Arrays.stream(weights).allMatch(weight -> weight == 0);
            int[] kept = IntStream.range(0, size)
                    .filter(i -> equal || weights[i] > 0)
                    .toArray();
            return new Ranking(
                    Arrays.stream(kept).map(i -> starts[i]).toArray(),
                    Arrays.stream(kept).map(i -> ends[i]).toArray(),
                    Arrays.stream(kept).mapToLong(i -> identities[i]).toArray(),
                    Arrays.stream(kept)
                            .mapToDouble(i -> equal ? 1 : 1.0 / weights[i])
                            .toArray(),
                    addressIdentities);
        }
    }

    int size() {
        return starts.length;
    }

    /** The position of the child nearest to a key. */
    int best(long key) {
        int best = 0;
        long bestScore = Long.MAX_VALUE;
        for (int i = 0; i < starts.length; i++) {
            long score = Rendezvous.score(key, identities[i], inverseWeights[i]);
            if (score < bestScore || (score == bestScore && identities[i] < identities[best])) {
                best = i;
                bestScore = score;
            }
        }
        return starts[best];
    }

    /** Fills a deck with the members and their scores for a key. */
    void score(long key, int[] deck, long[] scores) {
        for (int i = 0; i < starts.length; i++) {
            deck[i] = i;
            scores[i] = Rendezvous.score(key, identities[i], inverseWeights[i]);
        }
    }

    /** The place in the first {@code left} cards of a scored deck of the member nearest to the key. */
    int nearest(int[] deck, long[] scores, int left) {
        int best = 0;
        for (int i = 1; i < left; i++) {
            if (scores[i] < scores[best]
                    || (scores[i] == scores[best] && identities[deck[i]] < identities[deck[best]])) {
                best = i;
            }
        }
        return best;
    }

    /** The places in {@code live} of all the members' addresses, the nearest to a key first. */
    int[] places(long key) {
        return IntStream.range(0, starts.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingLong(i -> Rendezvous.score(key, identities[i], inverseWeights[i]))
                        .thenComparingLong(i -> identities[i]))
                .flatMap(i -> IntStream.range(starts[i], ends[i])
                        .boxed()
                        .sorted(Comparator.comparingLong(place -> addressRank(place, key))))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** How many addresses of a member are up. */
    int addresses(int member) {
        return ends[member] - starts[member];
    }

    /**
     * The place in {@code live} of the member's address that comes next for a key.
     *
     * @param after the rank of the one before, or -1 for the first
     */
    int nextAddress(int member, long key, long after) {
        int next = starts[member];
        long nextRank = Long.MAX_VALUE;
        for (int i = starts[member]; i < ends[member]; i++) {
            long rank = addressRank(i, key);
            if (rank > after && rank < nextRank) {
                next = i;
                nextRank = rank;
            }
        }
        return next;
    }

    /** The rank of an address, by its place in {@code live}. */
    long addressRank(int place, long key) {
        return Rendezvous.rank(key, addressIdentities[place]);
    }
}
