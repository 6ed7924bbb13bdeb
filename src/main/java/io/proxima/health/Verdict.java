package io.proxima.health;

import org.jspecify.annotations.Nullable;

/**
 * What the votes on a pair amount to.
 *
 * @param up whether it is to be served
 * @param moving whether a vote dissents from what the votes amount to, or a rise or fall is pending
 * @param stale whether it is kept from before for want of fresh votes
 * @param changedAtMillis when {@code up} last changed, on the wall clock; 0 for never
 * @param held what keeps it down whatever the votes say, or null; null where it is up
 */
public record Verdict(
        boolean up,
        boolean moving,
        boolean stale,
        long changedAtMillis,
        @Nullable Held held) {
    /** Before anything was probed or heard: up, since no query is answered "all down" for want of probes. */
    public static final Verdict INITIAL = new Verdict(true, false, false, 0);

    /** A verdict that follows the votes. */
    public Verdict(boolean up, boolean moving, boolean stale, long changedAtMillis) {
        this(up, moving, stale, changedAtMillis, null);
    }

    /** A verdict backed by fresh votes. */
    public Verdict(boolean up, boolean moving, long changedAtMillis) {
        this(up, moving, false, changedAtMillis);
    }
}
