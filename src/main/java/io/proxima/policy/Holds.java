package io.proxima.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What keeps an address down though its check would have it up again.
 *
 * @param holdDown the least time that it stays down; zero where nothing is written
 * @param damping the rule for one that keeps falling, or null where nothing is written or {@code off}
 */
public record Holds(Duration holdDown, @Nullable Damping damping) {
    /** The votes alone decide. */
    public static final Holds NONE = new Holds(Duration.ZERO, null);

    /**
     * The penalties of flap damping.
     *
     * @param halfLife in which a penalty halves, 2 min by default
     * @param suppress the penalty from which an address is held down, 3 by default
     * @param reuse the penalty at which it is let go, 1 by default
     * @param maxHold the longest that it is held after its last fall, 10 min by default
     */
    public record Damping(Duration halfLife, double suppress, double reuse, Duration maxHold) {
        /** What {@code damping: on} means. */
        public static final Damping USUAL = new Damping(Duration.ofMinutes(2), 3, 1, Duration.ofMinutes(10));
    }
}
