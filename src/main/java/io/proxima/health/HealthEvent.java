package io.proxima.health;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something about health that changed, for those who keep record of it: in the order of the changes. */
public sealed interface HealthEvent {

    /** When it became known here, in milliseconds on the wall clock. */
    long atMillis();

    /**
     * A pair is served that was not, or the other way round.
     *
     * @param votes those that counted, the own one among them
     * @param reason what one of those who voted so says; empty where nobody said why
     * @param tookMillis from the first probe that spoke for it, at whoever voted so, to the change; null where that is not
     *     known
     */
    record VerdictChanged(
            Pair pair,
            Verdict verdict,
            List<Ballot> votes,
            String reason,
            long atMillis,
            @Nullable Long tookMillis) implements HealthEvent {
        public VerdictChanged {
            votes = List.copyOf(votes);
        }

        /** A change of which nobody knows how long it took. */
        public VerdictChanged(Pair pair, Verdict verdict, List<Ballot> votes, String reason, long atMillis) {
            this(pair, verdict, votes, reason, atMillis, null);
        }
    }

    /** A verdict stays, and is moving or stale where it was not, or the other way round: TTLs follow from it. */
    record Moved(Pair pair, Verdict verdict, long atMillis) implements HealthEvent {}

    /**
     * An operator or a schedule says something of a member, or no longer does.
     *
     * @param override what holds from now on; {@code AUTO} where its checks decide again, with who said so and why
     */
    record Overridden(PoolMember member, MemberOverride override, long atMillis) implements HealthEvent {}
}
