package io.proxima.health;

import java.util.Set;

/**
 * How votes on a pair are come by and counted.
 *
 * @param vantages how many replicas probe it
 * @param fall consecutive failures before a vantage point votes down
 * @param rise consecutive successes before it votes up
 * @param witnesses the pairs at other sites of the pools this pair serves; while one of them answers, a replica cut off
 *     from the others may trust its own word that this one does not
 * @param holds what keeps it down though its votes have it up
 */
public record Quorum(int vantages, int fall, int rise, Set<Pair> witnesses, Holds holds) {
    public Quorum {
        if (vantages < 1 || fall < 1 || rise < 1) {
            throw new IllegalArgumentException("vantages, fall and rise are at least 1");
        }
    }

    /** One of a pair whose votes alone decide. */
    public Quorum(int vantages, int fall, int rise, Set<Pair> witnesses) {
        this(vantages, fall, rise, witnesses, Holds.NONE);
    }
}
