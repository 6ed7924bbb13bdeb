package io.proxima.net;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Prefixes in columns, 20 octets each and no object, by the number of their row; confined to one thread.
 *
 * <p>To put them in order costs next to nothing where they came in the order of their addresses, as large files have them.
 */
public final class PrefixRows {
    private long[] high = new long[64];
    private long[] low = new long[64];
    /** The length, and in the last bit the family. */
    private int[] shape = new int[64];

    private int size;

    /** Adds a prefix, its bits laid out as in {@link Prefix}, and says in which row it stands. */
    public int put(boolean ipv6, long prefixHigh, long prefixLow, int length) {
        if (size == shape.length) {
            int capacity = Math.addExact(size, size / 2);
            high = Arrays.copyOf(high, capacity);
            low = Arrays.copyOf(low, capacity);
            shape = Arrays.copyOf(shape, capacity);
        }
        high[size] = prefixHigh;
        low[size] = prefixLow;
        shape[size] = length << 1 | (ipv6 ? 1 : 0);
        return size++;
    }

    /** How many rows there are. */
    public int size() {
        return size;
    }

    /** The prefix of a row. */
    public Prefix prefix(int row) {
        return new Prefix(ipv6(row), high[row], low[row], length(row));
    }

    /** Whether every address of another row's prefix is one of this row's. */
    public boolean contains(int row, int other) {
        return ipv6(row) == ipv6(other)
                && length(row) <= length(other)
                && Prefix.maskHigh(high[other], length(row)) == high[row]
                && Prefix.maskLow(low[other], length(row)) == low[row];
    }

    /** Whether an address, its bits laid out as in {@link Prefix}, is one of a row's prefix. */
    public boolean contains(int row, Prefix address) {
        return prefix(row).contains(address);
    }

    /** Whether two rows have the same prefix. */
    public boolean same(int row, int other) {
        return order(row, other) == 0;
    }

    boolean ipv6(int row) {
        return (shape[row] & 1) == 1;
    }

    int length(int row) {
        return shape[row] >>> 1;
    }

    int bit(int row, int index) {
        return Prefix.bit(high[row], low[row], index);
    }

    /**
     * The rows in order: IPv4 before IPv6, by address, then the shorter before the longer; the same prefix in the order of its
     * coming. So a prefix comes right behind those around it.
     */
    public int[] inOrder() {
        int[] rows = IntStream.range(0, size).toArray();
        sort(rows, new int[size], 0, size);
        return rows;
    }

    /** Merges halves that are in order, and leaves alone those that are so together. */
    private void sort(int[] rows, int[] spare, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(rows, spare, from, middle);
        sort(rows, spare, middle, to);
        if (order(rows[middle - 1], rows[middle]) <= 0) {
            return;
        }
        System.arraycopy(rows, from, spare, from, middle - from);
        int left = from;
        int right = middle;
        for (int at = from; left < middle; at++) {
            boolean takesRight = right < to && order(spare[left], rows[right]) > 0;
            rows[at] = takesRight ? rows[right++] : spare[left++];
        }
    }

    private int order(int one, int other) {
        int family = (shape[one] & 1) - (shape[other] & 1);
        if (family != 0) {
            return family;
        }
        if (high[one] != high[other]) {
            return Long.compareUnsigned(high[one], high[other]);
        }
        return low[one] != low[other]
                ? Long.compareUnsigned(low[one], low[other])
                : Integer.compare(shape[one], shape[other]);
    }
}
