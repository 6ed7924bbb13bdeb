package io.proxima.store;

import java.util.Comparator;

/**
 * When a release was put in force, among all replicas: of two the greater is in force everywhere, whoever hears of which first.
 *
 * @param counter Lamport's: greater than that of everything the replica knew of then
 * @param node the replica that put it in force; decides between equal counters
 */
public record ReleaseStamp(long counter, String node) implements Comparable<ReleaseStamp> {
    /** The counter of files that nobody edited, where no replica knows of a release yet. */
    public static final long FIRST_RANK = 1;

    private static final Comparator<ReleaseStamp> ORDER =
            Comparator.comparingLong(ReleaseStamp::counter).thenComparing(ReleaseStamp::node);

    public ReleaseStamp {
        if (counter < 0) {
            throw new IllegalArgumentException("no counter: " + counter);
        }
    }

    /**
     * The stamp of what an operator puts in force: greater than all up to a counter, and than the {@link #FIRST_RANK} that
     * replicas which start together give to one of them, perhaps at this moment.
     */
    public static ReleaseStamp after(long counter, String node) {
        return new ReleaseStamp(Math.max(counter, FIRST_RANK) + 1, node);
    }

    @Override
    public int compareTo(ReleaseStamp other) {
        return ORDER.compare(this, other);
    }
}
