package io.proxima.catalog;

import io.proxima.health.Damping;
import io.proxima.health.Holds;
import io.proxima.health.Pair;
import io.proxima.health.Quorum;
import io.proxima.policy.Check;
import java.util.Set;

/** How votes are counted, and what holds a pair down, by its check's words. */
final class Quorums {
    private Quorums() {}

    static Quorum of(Check check, Set<Pair> witnesses) {
        return new Quorum(check.vantages(), check.fall(), check.rise(), witnesses, holds(check.holds()));
    }

    private static Holds holds(io.proxima.policy.Holds written) {
        var damping = written.damping();
        return new Holds(
                written.holdDown(),
                damping == null
                        ? null
                        : new Damping(damping.halfLife(), damping.suppress(), damping.reuse(), damping.maxHold()));
    }
}
