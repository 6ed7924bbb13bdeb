package io.proxima.store;

import io.proxima.health.MemberOverride;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import java.util.Map;

/**
 * What a replica knew and served at an instant, by its journal. Immutable.
 *
 * @param release the hash of the release in force
 * @param running whether it served; what else stands here is from before where it did not
 * @param verdicts those that were not {@link Verdict#INITIAL}
 * @param overrides those in force
 * @param missing how many records that could have changed this are known to be lost or damaged
 */
public record JournalState(
        String release,
        boolean running,
        Map<Pair, Verdict> verdicts,
        Map<PoolMember, MemberOverride> overrides,
        long missing) {
    public JournalState {
        verdicts = Map.copyOf(verdicts);
        overrides = Map.copyOf(overrides);
    }

    /** The verdict on a pair. */
    public Verdict verdict(Pair pair) {
        return verdicts.getOrDefault(pair, Verdict.INITIAL);
    }
}
