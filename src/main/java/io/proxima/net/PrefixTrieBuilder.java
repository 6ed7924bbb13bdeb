package io.proxima.net;

import java.util.Arrays;

/**
 * Prefixes in rows of 24 octets, put in order and then made a trie, one family after the other; confined to one thread.
 *
 * <p>Rows that come in the order of their addresses, as large files have them, cost next to nothing to put in order. In order,
 * the rows of a subtree lie side by side, the shortest prefix first, and a bit parts them in one place.
 */
final class PrefixTrieBuilder {
    private final int defaultLeaf;
    private long[] high = new long[64];
    private long[] low = new long[64];
    /** The length, and in the last bit the family. */
    private int[] shape = new int[64];

    private int[] leaves = new int[64];
    private int size;
    private int[] rows = new int[0];

    PrefixTrieBuilder(int defaultLeaf) {
        this.defaultLeaf = defaultLeaf;
    }

    void put(boolean ipv6, long prefixHigh, long prefixLow, int length, int leaf) {
        if (size == leaves.length) {
            int capacity = Math.addExact(size, size / 2);
            high = Arrays.copyOf(high, capacity);
            low = Arrays.copyOf(low, capacity);
            shape = Arrays.copyOf(shape, capacity);
            leaves = Arrays.copyOf(leaves, capacity);
        }
        high[size] = prefixHigh;
        low[size] = prefixLow;
        shape[size] = length << 1 | (ipv6 ? 1 : 0);
        leaves[size] = leaf;
        size++;
    }

    /** The node or leaf of a family's rows. */
    int family(boolean ipv6, Nodes nodes) {
        int family = ipv6 ? 1 : 0;
        int count = 0;
        int[] all = new int[size];
        for (int row = 0; row < size; row++) {
            if ((shape[row] & 1) == family) {
                all[count++] = row;
            }
        }
        rows = all;
        sort(new int[count], 0, count);
        int root = subtree(nodes, 0, count, 0, defaultLeaf);
        rows = new int[0];
        return root;
    }

    /** Merges halves that are in order, and leaves alone those that are so together. */
    private void sort(int[] spare, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) >>> 1;
        sort(spare, from, middle);
        sort(spare, middle, to);
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

    /** By address, then the shorter before the longer; equal ones stay in the order of their coming. */
    private int order(int one, int other) {
        if (high[one] != high[other]) {
            return Long.compareUnsigned(high[one], high[other]);
        }
        return low[one] != low[other]
                ? Long.compareUnsigned(low[one], low[other])
                : Integer.compare(shape[one], shape[other]);
    }

    /** The trie of the rows from {@code from} to {@code to}, which agree in their first {@code depth} bits. */
    private int subtree(Nodes nodes, int from, int to, int depth, int inherited) {
        int first = from;
        int leaf = inherited;
        while (first < to && shape[rows[first]] >>> 1 == depth) {
            leaf = leaves[rows[first++]];
        }
        if (first == to) {
            return leaf;
        }
        if (to - first == 1) {
            return way(nodes, rows[first], depth, leaf);
        }
        int ones = first;
        for (int end = to; ones < end; ) {
            int middle = (ones + end) >>> 1;
            if (Prefix.bit(high[rows[middle]], low[rows[middle]], depth) == 0) {
                ones = middle + 1;
            } else {
                end = middle;
            }
        }
        int zero = subtree(nodes, first, ones, depth + 1, leaf);
        return nodes.add(zero, subtree(nodes, ones, to, depth + 1, leaf));
    }

    /** The way down to a row that is alone. */
    private int way(Nodes nodes, int row, int depth, int beside) {
        int at = leaves[row];
        for (int bit = (shape[row] >>> 1) - 1; bit >= depth; bit--) {
            at = Prefix.bit(high[row], low[row], bit) == 0 ? nodes.add(at, beside) : nodes.add(beside, at);
        }
        return at;
    }
}
