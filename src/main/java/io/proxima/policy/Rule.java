package io.proxima.policy;

/** How a group chooses among its children: the value of {@code choose}. */
public sealed interface Rule {

    /** The child whose line fits the client best; hands over in the order of the client's lines, then as written. */
    record Line() implements Rule {}

    /**
     * The child whose site is nearest to the client by great circle; those about as near share by weight.
     *
     * @param withinMetres how much farther than the nearest one that is up a site may be and count as near
     */
    record Nearest(int withinMetres) implements Rule {}

    /** The first live child in the order written. */
    record Failover() implements Rule {}

    /** A draw by weight. */
    record Weighted() implements Rule {}

    /** Each live child in turn. */
    record RoundRobin() implements Rule {}

    /** A draw without weights. */
    record Random() implements Rule {}

    /** Every live child. */
    record All() implements Rule {}

    /**
     * The child that the client's key is nearest to by hash; when it is lost, only its own clients go elsewhere.
     *
     * @param key which clients keep together
     */
    record ConsistentHash(Key key) implements Rule {}

    /** What of a client is hashed: all who have it in common keep the same child. */
    sealed interface Key {
        /**
         * The first bits of the client's address.
         *
         * @param ipv4Bits 1 to 32
         * @param ipv6Bits 1 to 128
         */
        record Network(int ipv4Bits, int ipv6Bits) implements Key {}

        /** The first line of those that the client falls on. */
        record BestLine() implements Key {}
    }
}
