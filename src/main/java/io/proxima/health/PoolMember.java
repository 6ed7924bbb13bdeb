package io.proxima.health;

import java.util.Comparator;

/**
 * One member of one pool: what an operator's word is about.
 *
 * @param zone the apex beside whose zone the pool's policy stands, absolute
 * @param pool its name there
 * @param member the member's key there; of a pool without members of its own, an address of the steered name
 */
public record PoolMember(String zone, String pool, String member) implements Comparable<PoolMember> {
    private static final Comparator<PoolMember> ORDER = Comparator.comparing(PoolMember::zone)
            .thenComparing(PoolMember::pool)
            .thenComparing(PoolMember::member);

    @Override
    public int compareTo(PoolMember other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return zone + "/" + pool + "/" + member;
    }
}
