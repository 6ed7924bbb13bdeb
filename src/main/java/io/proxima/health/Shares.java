package io.proxima.health;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which replicas probe a pair: rendezvous hashing (Thaler and Ravishankar, 1998), with sites taken in turn.
 *
 * <p>Each replica scores itself and every other replica for a pair by hashing the two names together; the best scores
 * probe it. All who know the same replicas agree without a word, and when one dies only its own pairs move. The best of
 * each site come before the second best of any, so that vantage points stand apart; a replica without a site counts as a
 * site of its own.
 */
final class Shares {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Shares() {}

    /** Whether {@code node} is among the {@code vantages} of {@code replicas} that probe the pair. */
    static boolean holds(String node, Pair pair, int vantages, Collection<Replica> replicas) {
        return replicas.size() <= vantages || of(pair, vantages, replicas).contains(node);
    }

    /** The names of the replicas that probe the pair: {@code vantages} of them, or all where there are fewer. */
    static Set<String> of(Pair pair, int vantages, Collection<Replica> replicas) {
        List<Seat> seats = new ArrayList<>(replicas.size());
        for (Replica replica : replicas) {
            seats.add(new Seat(replica, score(replica.node(), pair), 0));
        }
        seats.sort(Comparator.comparingLong(Seat::score)
                .reversed()
                .thenComparing(seat -> seat.replica().node()));
        Map<String, Integer> taken = new HashMap<>();
        seats.replaceAll(seat -> seat.inTurn(taken.merge(seat.site(), 1, Integer::sum)));
        // A stable sort: within a turn the best score stays first.
        seats.sort(Comparator.comparingInt(Seat::turn));
        Set<String> chosen = new HashSet<>();
        for (Seat seat : seats.subList(0, Math.min(vantages, seats.size()))) {
            chosen.add(seat.replica().node());
        }
        return chosen;
    }

    private record Seat(Replica replica, long score, int turn) {
        Seat inTurn(int turn) {
            return new Seat(replica, score, turn);
        }

        /** The NUL keeps a nameless site's stand-in apart from every real site. */
        String site() {
            return replica.site().isEmpty() ? "\0" + replica.node() : replica.site();
        }
    }

    /** FNV-1a over the three names, then MurmurHash3's finalizer: FNV alone mixes the last octets too little. */
    private static long score(String node, Pair pair) {
        long hash = FNV_OFFSET;
        hash = feed(hash, node);
        hash = feed(hash, pair.check());
        hash = feed(hash, pair.address());
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    private static long feed(long hash, String text) {
        long fed = hash;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            fed = (fed ^ (octet & 0xff)) * FNV_PRIME;
        }
        return fed * FNV_PRIME; // ends the name: a NUL octet, so that "a"+"bc" is not "ab"+"c"
    }
}
