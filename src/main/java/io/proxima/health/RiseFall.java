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

    /** How soon a doubt is looked into: a tenth less than a second, so that with jitter it stays within one. */
    private static final Duration SOON = Duration.ofMillis(900);

    private static final double JITTER = 0.1;

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
     * How long to wait before the next probe: within a second while a fall is pending, else {@code every}; ± 10 %, so
     * that replicas that started together drift apart.
     */
    public Duration nextProbeIn(Duration every, RandomGenerator random) {
        boolean doubt = !succeeded && pending();
        Duration base = doubt && every.compareTo(SOON) > 0 ? SOON : every;
        return Duration.ofNanos((long) (base.toNanos() * (1 + JITTER * (2 * random.nextDouble() - 1))));
    }
}
