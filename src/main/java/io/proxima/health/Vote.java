package io.proxima.health;

/** What one vantage point says of a pair; {@code NONE} until it has seen enough, and once it no longer probes it. */
public enum Vote {
    NONE,
    UP,
    DOWN
}
