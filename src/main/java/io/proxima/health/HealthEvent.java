package io.proxima.health;

import java.util.List;

/** Something about health that changed, for those who keep record of it: in the order of the changes. */
public sealed interface HealthEvent {

    /** When it became known here, in milliseconds on the wall clock. */
    long atMillis();

    /**
     * A pair is served that was not, or the other way round.
     *
     * @param votes those that counted, the own one among them
     * @param reason what one of those who voted so says; empty where nobody said why
     */
    record VerdictChanged(Pair pair, Verdict verdict, List<Ballot> votes, String reason, long atMillis)
            implements HealthEvent {
        public VerdictChanged {
            votes = List.copyOf(votes);
        }
    }
}
