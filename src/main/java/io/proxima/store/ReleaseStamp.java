package io.proxima.store;

import java.util.Comparator;

/**
 * When a release was put in force, among all replicas: of two the greater is in force everywhere, whoever hears of which first.
 *
 * @param counter Lamport's: greater than that of everything the replica knew of then
 * @param node the replica that put it in force; decides between equal counters
 */
public record ReleaseStamp(long counter, String node) implements Comparable<ReleaseStamp> {
    private static final Comparator<ReleaseStamp> ORDER =
            Comparator.comparingLong(ReleaseStamp::counter).thenComparing(ReleaseStamp::node);

    public ReleaseStamp {
        if (counter < 0) {
            throw new IllegalArgumentException("no counter: " + counter);
        }
    }

    @Override
    public int compareTo(ReleaseStamp other) {
        return ORDER.compare(this, other);
    }
}
