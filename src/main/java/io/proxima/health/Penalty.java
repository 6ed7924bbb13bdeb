package io.proxima.health;

/**
 * How often a pair fell lately, by a {@link Damping} rule. Immutable; a fall yields the next one.
 *
 * @param value as it was after the last fall
 * @param atNanos when that was, on the monotonic clock
 * @param suppressed whether that made the pair be held down, or it still was from before
 */
record Penalty(double value, long atNanos, boolean suppressed) {
    /** Of a pair that never fell. */
    static final Penalty NONE = new Penalty(0, 0, false);

    /** The penalty after one more fall. */
    Penalty fallen(Damping rule, long nowNanos) {
        double next = Math.min(rule.ceiling(), rule.decayed(value, nowNanos - atNanos) + 1);
        return new Penalty(next, nowNanos, holds(rule, nowNanos) || next >= rule.suppress());
    }

    /** Whether the pair is held down. */
    boolean holds(Damping rule, long nowNanos) {
        return suppressed && untilNanos(rule) - nowNanos > 0;
    }

    /** Until when the pair is held down if it does not fall again, on the monotonic clock. */
    long untilNanos(Damping rule) {
        return atNanos + rule.nanosToReuse(value);
    }
}
