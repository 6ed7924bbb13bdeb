package io.proxima.policy;

import java.time.Duration;

/**
 * How often a check is made, and how long it may take.
 *
 * @param every interval between probes from one vantage point, 5 s by default; 1 s where nothing is sent
 * @param timeout of one probe, 2 s by default, at most {@code every}
 * @param fast the longest that a vantage point waits for the next probe while it has no vote, or its latest results speak
 *     against it; 1 s by default, at most {@code every}
 * @param jitter the part by which {@code every} varies at random in both directions, from 0 to 0.5; 0.1 by default
 */
public record Pace(Duration every, Duration timeout, Duration fast, double jitter) {}
