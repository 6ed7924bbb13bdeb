package io.proxima.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A sample of the queries of the last hours, over all threads that answer; in memory alone, and of a bounded size.
 *
 * <p>Time is cut into periods, and each thread keeps so many queries of each, every one with the same chance. Whoever asks
 * gets them with how many queries each stands for. Nothing longer than a /24 or a /56 of a client is ever kept. For any
 * thread.
 */
public final class QuerySamples {
    /** How long a period is. */
    public static final long PERIOD_MILLIS = 30 * 60_000L;

    private static final int PERIODS = 8;
    /** Some 300 octets each. */
    private static final int SLOTS_AT_MOST = 32_768;

    private static final int SLOTS_OF_A_THREAD = 256;
    private static final int FEWEST_OF_A_THREAD = 16;

    private final int slots;
    private final LongSupplier nowMillis;
    private final long startedMillis;
    private final AtomicLong period = new AtomicLong();
    private final AtomicLong seed = new AtomicLong();
    private final List<QuerySample> threads = new CopyOnWriteArrayList<>();

    /**
     * What was sampled.
     *
     * @param queries in no order
     * @param total how many queries they stand for
     * @param sinceMillis when the first of those can have been, on the wall clock
     * @param untilMillis when they were read
     */
    public record Reading(List<SampledQuery> queries, long total, long sinceMillis, long untilMillis) {
        /** Queries a second, in the mean. */
        public double rate() {
            return total * 1000.0 / Math.max(1000, untilMillis - sinceMillis);
        }
    }

    /**
     * @param threads how many there will be about, among which the memory is shared
     * @param seed where chance begins
     * @param nowMillis the wall clock
     */
    public QuerySamples(int threads, long seed, LongSupplier nowMillis) {
        this.slots = Math.clamp(SLOTS_AT_MOST / PERIODS / Math.max(1, threads), FEWEST_OF_A_THREAD, SLOTS_OF_A_THREAD);
        this.nowMillis = nowMillis;
        this.seed.set(seed);
        this.startedMillis = nowMillis.getAsLong();
        turn();
    }

    /** The part of one more thread. */
    QuerySample another() {
        QuerySample sample = new QuerySample(PERIODS, slots, seed.incrementAndGet());
        threads.add(sample);
        return sample;
    }

    /** Sees whether a period is over; to be called every now and then, by one thread. */
    public void turn() {
        period.setRelease(nowMillis.getAsLong() / PERIOD_MILLIS);
    }

    /** Each thread's part. */
    List<QuerySample> threads() {
        return threads;
    }

    /** The number of the period that is now, as last seen. */
    long period() {
        return period.getOpaque();
    }

    long nowMillis() {
        return nowMillis.getAsLong();
    }

    /** What is kept. */
    public Reading read() {
        long now = period.getAcquire();
        List<SampledQuery> queries = new ArrayList<>();
        long total = 0;
        for (QuerySample thread : threads) {
            total += thread.read(now, queries);
        }
        long first = (now - PERIODS + 1) * PERIOD_MILLIS;
        return new Reading(List.copyOf(queries), total, Math.max(startedMillis, first), nowMillis.getAsLong());
    }
}
