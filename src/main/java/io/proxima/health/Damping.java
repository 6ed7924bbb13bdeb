package io.proxima.health;

import java.time.Duration;

/**
 * The rule by which a pair that keeps falling is held down: a penalty that each fall adds to and time takes away.
 *
 * <p>Each time the votes turn from up to down, the penalty grows by 1; it halves with every {@code halfLife}. Once it reaches
 * {@code suppress} the pair is held down until it has decayed to {@code reuse}. It never grows beyond what decays to
 * {@code reuse} within {@code maxHold}, so a pair that falls no more is held no longer than that. The scheme is that of
 * RFC 2439 section 4 for routes; {@code docs/health.md} has a worked table. Immutable.
 *
 * @param halfLife in which the penalty halves
 * @param suppress a penalty, above {@code reuse} and at most {@link #ceiling}
 * @param reuse a penalty, above 0
 * @param maxHold the longest that a pair is held down after its last fall
 */
public record Damping(Duration halfLife, double suppress, double reuse, Duration maxHold) {
    public Damping {
        if (!halfLife.isPositive() || !maxHold.isPositive() || !(reuse > 0) || !(suppress > reuse)) {
            throw new IllegalArgumentException("half-life, max-hold and reuse are positive, suppress is above reuse");
        }
    }

    /** The greatest penalty there is. */
    public double ceiling() {
        return reuse * Math.pow(2, (double) maxHold.toNanos() / halfLife.toNanos());
    }

    /** What is left of a penalty after a while. */
    double decayed(double penalty, long nanos) {
        return penalty * Math.pow(2, -(double) nanos / halfLife.toNanos());
    }

    /** How long a penalty takes to decay to {@code reuse}, at most {@code maxHold}; 0 where it is below already. */
    long nanosToReuse(double penalty) {
        double halvings = Math.log(penalty / reuse) / Math.log(2);
        return Math.clamp((long) (halvings * halfLife.toNanos()), 0, maxHold.toNanos());
    }
}
