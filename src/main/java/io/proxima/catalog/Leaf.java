package io.proxima.catalog;

import io.proxima.steer.PoolPlan;
import io.proxima.wire.EncodedRrset;
import io.proxima.wire.EncodedService;
import java.util.List;

/** What a name has of one type. */
public sealed interface Leaf {

    /**
     * An RRset as the zone has it.
     *
     * @param rotated whether its records' order is turned from response to response
     */
    record Plain(EncodedRrset rrset, boolean rotated, List<Additional> additional) implements Leaf {}

    /** The A or AAAA RRset of a steered name. */
    final class Steered implements Leaf {
        private final PoolPlan plan;
        private final boolean ipv6;
        private final int answers;
        private final boolean ecs;
        private final SteeredTtl ttl;

        Steered(PoolPlan plan, boolean ipv6, int answers, boolean ecs, SteeredTtl ttl) {
            this.plan = plan;
            this.ipv6 = ipv6;
            this.answers = answers;
            this.ecs = ecs;
            this.ttl = ttl;
        }

        /** The pool that chooses. */
        public PoolPlan plan() {
            return plan;
        }

        /** Whether this is the AAAA RRset. */
        public boolean ipv6() {
            return ipv6;
        }

        /** At most so many addresses, or 0 for the rule's own number. */
        public int answers() {
            return answers;
        }

        /** Whether a client subnet in the query chooses; if not, the resolver's address always does. */
        public boolean ecs() {
            return ecs;
        }

        /** The TTL in force. */
        public SteeredTtl ttl() {
            return ttl;
        }
    }

    /** The SVCB or HTTPS RRset of a steered name: its address hints follow the choice. */
    record Service(List<EncodedService> records, int ttlSeconds, Steered ipv4, Steered ipv6) implements Leaf {}
}
