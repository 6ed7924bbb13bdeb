package io.proxima.health;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The restraints of all pairs whose check holds them down for something; for one thread. */
final class Restraints {
    private final Map<Pair, Restraint> byPair = new HashMap<>();

    /** Forgets those of pairs that nothing holds any more. */
    void configure(Map<Pair, Quorum> wanted) {
        byPair.keySet().removeIf(pair -> {
            Quorum quorum = wanted.get(pair);
            return quorum == null || quorum.holds().equals(Holds.NONE);
        });
    }

    /** Adds the pairs on which time alone has changed the verdict. */
    void due(long nowNanos, Set<Pair> into) {
        byPair.forEach((pair, restraint) -> {
            if (restraint.isDue(nowNanos)) {
                into.add(pair);
            }
        });
    }

    /** A pair's; null where its votes alone decide. */
    @Nullable
    Restraint of(Pair pair, Quorum quorum, Verdict last, long nowNanos, long nowMillis) {
        return quorum.holds().equals(Holds.NONE)
                ? null
                : byPair.computeIfAbsent(pair, _ -> new Restraint(last, nowNanos, nowMillis));
    }
}
