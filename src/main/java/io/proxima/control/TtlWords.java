package io.proxima.control;

import io.proxima.catalog.SteeredTtl;
import io.proxima.policy.Detection;
import io.proxima.policy.RecoverWithin;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolPlan;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts a TTL into words: which holds and why, and how soon clients are off a dead member. */
final class TtlWords {
    private TtlWords() {}

    /** A steered name's TTL as it is at an instant. */
    static Explanation.Ttl of(SteeredTtl ttl, PoolPlan plan, long nowMillis) {
        int seconds = ttl.seconds();
        String why = "steady: no verdict is contested, and none changed within " + ttl.steadySeconds() + " s";
        for (PoolPlan pool = plan; pool != null; pool = pool.other()) {
            PlanState state = pool.state();
            long since = (nowMillis - state.changedAtMillis()) / 1000;
            if (state.moving()) {
                why = "unsettled: the verdict on a member of " + pool.name() + " is contested";
            } else if (state.changedAtMillis() != 0 && since < ttl.steadySeconds()) {
                why = "unsettled: a verdict or an override in " + pool.name() + " changed " + since
                        + " s ago, less than " + ttl.steadySeconds() + " s";
            } else if (why.startsWith("steady")
                    && seconds < ttl.steadySeconds()
                    && state.nextChangeMillis() != Long.MAX_VALUE) {
                why = "cut: in " + pool.name() + " a hold-down or an override ends, or a slow start goes on, in "
                        + Math.max(0, (state.nextChangeMillis() - nowMillis) / 1000) + " s";
            }
        }
        return new Explanation.Ttl(ttl.steadySeconds(), ttl.unsettledSeconds(), seconds, why, off(ttl, plan));
    }

    private static Explanation.@Nullable Off off(SteeredTtl ttl, PoolPlan plan) {
        Detection detection = plan.detection();
        RecoverWithin promise = plan.recoverWithin();
        return detection == null
                ? null
                : new Explanation.Off(
                        seconds(detection.doubt()),
                        seconds(detection.verdict()),
                        seconds(detection.offWithin(ttl.steadySeconds(), ttl.unsettledSeconds())),
                        promise == null ? null : seconds(promise.within()),
                        detection.arithmetic());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
