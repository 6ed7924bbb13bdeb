package io.proxima.health;

/**
 * One replica's vote on one pair, as replicas tell it each other. The last one counts.
 *
 * @param node the voter, the only one who ever writes it
 * @param epoch grows with each start of the voter; ballots of an earlier life are void
 * @param sequence grows with each ballot of an epoch
 * @param vote {@code NONE} withdraws
 * @param pending whether its latest results speak against its vote
 * @param reason what the latest probe said, in a few words for operators; cut to {@value #REASON_LENGTH} characters
 * @param runMillis how long before this was cast its voter's latest results began to be alike: 0 for just then. A span and
 *     not an instant, since the voters' clocks need not agree
 */
public record Ballot(
        String node, long epoch, long sequence, Pair pair, Vote vote, boolean pending, String reason, long runMillis) {
    /** The longest reason that is told. */
    public static final int REASON_LENGTH = 160;

    public Ballot {
        if (reason.length() > REASON_LENGTH) {
            reason = reason.substring(0, REASON_LENGTH);
        }
        runMillis = Math.max(0, runMillis);
    }

    /** A ballot that was cast as its voter's latest results began to be alike. */
    public Ballot(String node, long epoch, long sequence, Pair pair, Vote vote, boolean pending, String reason) {
        this(node, epoch, sequence, pair, vote, pending, reason, 0);
    }

    /** The same ballot with another {@code runMillis}. */
    Ballot after(long runMillis) {
        return new Ballot(node, epoch, sequence, pair, vote, pending, reason, runMillis);
    }

    /** Whether this one replaces {@code other}, a ballot of the same voter on the same pair. */
    public boolean follows(Ballot other) {
        return epoch != other.epoch ? epoch > other.epoch : sequence > other.sequence;
    }
}
