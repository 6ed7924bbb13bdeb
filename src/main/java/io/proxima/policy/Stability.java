package io.proxima.policy;

import java.time.Duration;

/**
 * How a group goes on while some of its members are down, and takes in those that come back.
 *
 * @param upAtLeast with fewer members up the group counts as down
 * @param panicPercent while it counts as up with a smaller share of its members up, all of them serve; 0 for never
 * @param slowStart how long a member's share grows after it came up again; zero for not at all
 */
public record Stability(UpAtLeast upAtLeast, int panicPercent, Duration slowStart) {
    /** What holds where nothing is written. */
    public static final Stability USUAL = new Stability(UpAtLeast.ONE, 0, Duration.ZERO);
}
