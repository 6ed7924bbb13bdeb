package io.proxima.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Durations counted into buckets; any thread records, any thread reads. */
public final class Histogram {
    private final double[] boundsSeconds;
    private final AtomicLongArray counts;
    private final LongAdder nanos = new LongAdder();

    /**
     * What was recorded so far.
     *
     * @param boundsSeconds the upper bound of each bucket but the last, inclusive, ascending
     * @param counts of each bucket by itself; the last has what is above every bound
     * @param sumSeconds of all durations
     */
    record Counted(List<Double> boundsSeconds, List<Long> counts, double sumSeconds) {}

    /**
     * An empty histogram.
     *
     * @param boundsSeconds ascending
     */
    public Histogram(double... boundsSeconds) {
        this.boundsSeconds = boundsSeconds.clone();
        this.counts = new AtomicLongArray(boundsSeconds.length + 1);
    }

    /** A histogram of what a request over a network may take: from a millisecond to ten seconds. */
    public static Histogram ofRequests() {
        return new Histogram(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10);
    }

    /** A histogram of what it takes to notice: from a quarter of a second to five minutes. */
    public static Histogram ofDetections() {
        return new Histogram(0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 120, 300);
    }

    /** Records one duration; a negative one counts as none. */
    public void record(Duration duration) {
        long taken = Math.max(0, duration.toNanos());
        double seconds = taken / 1e9;
        int bucket = 0;
        while (bucket < boundsSeconds.length && seconds > boundsSeconds[bucket]) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
        nanos.add(taken);
    }

    Counted counted() {
        return new Counted(
                Arrays.stream(boundsSeconds).boxed().toList(),
                IntStream.range(0, counts.length()).mapToObj(counts::get).toList(),
                nanos.sum() / 1e9);
    }
}
