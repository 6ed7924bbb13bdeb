package io.proxima.steer;

import java.util.Arrays;

/**
 * A thread's own chance, counters and scratch memory for draws; confined to that thread.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014). A
 * counter begins at random, so that replicas and threads do not turn in step.
 */
public final class Draw {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private long seed;
    private int[] counters = new int[0];
    private int[] hintCounters = new int[0];
    private boolean hints;
    int[] scratch = new int[0];
    long[] scratchWeights = new long[0];

    public Draw(long seed) {
        this.seed = seed;
    }

    /** Makes room for a catalog's counters and its widest node; what is counted already stays. */
    public void prepare(int ordinals, int widest) {
        if (ordinals > counters.length) {
            int before = counters.length;
            counters = Arrays.copyOf(counters, ordinals);
            hintCounters = Arrays.copyOf(hintCounters, ordinals);
            for (int i = before; i < ordinals; i++) {
                counters[i] = (int) next();
                hintCounters[i] = counters[i];
            }
        }
        if (widest > scratch.length) {
            scratch = new int[widest];
            scratchWeights = new long[widest];
        }
    }

    /** Says whether the turns that follow are those of address hints: they are counted apart from those of addresses. */
    public void hints(boolean hints) {
        this.hints = hints;
    }

    /** 64 random bits. */
    public long next() {
        seed += GOLDEN_GAMMA;
        long bits = seed;
        bits = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 27)) * 0x94d049bb133111ebL;
        return bits ^ (bits >>> 31);
    }

    /** A number from 0 to {@code bound} - 1, each as likely; the bias is below bound / 2^64. */
    public long below(long bound) {
        return Math.unsignedMultiplyHigh(next(), bound);
    }

    /** The turn of a counter among {@code count}, 0 to {@code count} - 1; the next call gives the next. */
    public int turn(int ordinal, int count) {
        int[] turning = hints ? hintCounters : counters;
        return Integer.remainderUnsigned(turning[ordinal]++, count);
    }

    /** A draw by weight: the index at which a random mark falls in running sums; if all are zero, each is as likely. */
    int weighted(long[] cumulative) {
        long total = cumulative[cumulative.length - 1];
        if (total == 0) {
            return (int) below(cumulative.length);
        }
        long mark = below(total);
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > mark) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
