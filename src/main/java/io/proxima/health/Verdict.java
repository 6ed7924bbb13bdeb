package io.proxima.health;

/**
 * What the votes on a pair amount to.
 *
 * @param up whether it is to be served
 * @param moving whether a vote dissents, or a rise or fall is pending
 * @param stale whether it is kept from before for want of fresh votes
 * @param changedAtMillis when {@code up} last changed, on the wall clock; 0 for never
 */
public record Verdict(boolean up, boolean moving, boolean stale, long changedAtMillis) {
    /** Before anything was probed or heard: up, since no query is answered "all down" for want of probes. */
    public static final Verdict INITIAL = new Verdict(true, false, false, 0);

    /** A verdict backed by fresh votes. */
    public Verdict(boolean up, boolean moving, long changedAtMillis) {
        this(up, moving, false, changedAtMillis);
    }
}
