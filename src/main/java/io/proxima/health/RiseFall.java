package io.proxima.health;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * What one vantage point makes of its own probes of one pair: {@code fall} failures in a row vote down, {@code rise}
 * successes in a row vote up.
 *
 * <p>A fresh pair has no vote: it gets one with the first {@code rise} successes or {@code fall} failures in a row, so a
 * single lost packet at start takes nothing down. Immutable; a result yields the next state.
 *
 * @param run how many of the latest results were alike; 0 before the first
 * @param succeeded the latest result; true before the first
 */
public record RiseFall(Vote vote, int run, boolean succeeded) {
    /** Before the first probe. */
    public static final RiseFall FRESH = new RiseFall(Vote.NONE, 0, true);

    /**
     * The state after one more result.
     *
     * @param fall at least 1
     * @param rise at least 1
     */
    public RiseFall after(boolean success, int fall, int rise) {
        int length = run > 0 && success == succeeded ? Math.min(run, Integer.MAX_VALUE - 1) + 1 : 1;
        Vote next = vote;
        if (success && length >= rise) {
            next = Vote.UP;
        } else if (!success && length >= fall) {
            next = Vote.DOWN;
        }
        return new RiseFall(next, length, success);
    }

    /** Whether the latest results speak against the vote, not yet often enough; without a vote, whether they are failures. */
    public boolean pending() {
        return run > 0 && succeeded == (vote == Vote.DOWN);
    }

    /** Whether the latest probe was answered and nothing speaks against that. */
    public boolean answers() {
        return vote == Vote.UP && succeeded;
    }

    /**
     * How long to wait before the next probe: {@code every} ± {@code jitter}, so that replicas that started together drift
     * apart; without a vote, or while one is pending, {@code fast} at most.
     *
     * @param jitter the part by which it varies, below 1
     */
    public Duration nextProbeIn(Duration every, Duration fast, double jitter, RandomGenerator random) {
        double varied = 1 + jitter * (2 * random.nextDouble() - 1);
        double nanos = every.toNanos() * varied;
        if (unsettled()) {
            nanos = Math.min(nanos, fast.toNanos() * varied / (1 + jitter));
        }
        return Duration.ofNanos((long) nanos);
    }

    /** Whether more results are wanted soon: there is no vote yet, or one that is pending. */
    public boolean unsettled() {
        return vote == Vote.NONE || pending();
    }
}
