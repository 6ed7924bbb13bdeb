package io.proxima.net;

/**
 * Makes the tries of prefixes that are in order: the rows of a subtree lie side by side, the shortest prefix first, and a bit
 * parts them in one place. Confined to one thread.
 */
final class PrefixTrieBuilder {
    private final PrefixRows prefixes;
    private final int[] rows;
    private final int[] values;
    private final int ipv4Rows;
    private final Nodes nodes = new Nodes();

    /**
     * @param rows in order
     * @param values by row
     */
    PrefixTrieBuilder(PrefixRows prefixes, int[] rows, int[] values) {
        this.prefixes = prefixes;
        this.rows = rows;
        this.values = values;
        int count = 0;
        while (count < rows.length && !prefixes.ipv6(rows[count])) {
            count++;
        }
        this.ipv4Rows = count;
    }

    /** The node or leaf of a family's rows. */
    int family(boolean ipv6, int defaultLeaf) {
        return ipv6 ? subtree(ipv4Rows, rows.length, 0, defaultLeaf) : subtree(0, ipv4Rows, 0, defaultLeaf);
    }

    Nodes nodes() {
        return nodes;
    }

    /** The trie of the rows from {@code from} to {@code to}, which agree in their first {@code depth} bits. */
    private int subtree(int from, int to, int depth, int inherited) {
        int first = from;
        int leaf = inherited;
        while (first < to && prefixes.length(rows[first]) == depth) {
            leaf = Nodes.leaf(values[rows[first++]]);
        }
        if (first == to) {
            return leaf;
        }
        if (to - first == 1) {
            return way(rows[first], depth, leaf);
        }
        int ones = first;
        for (int end = to; ones < end; ) {
            int middle = (ones + end) >>> 1;
            if (prefixes.bit(rows[middle], depth) == 0) {
                ones = middle + 1;
            } else {
                end = middle;
            }
        }
        int zero = subtree(first, ones, depth + 1, leaf);
        return nodes.add(zero, subtree(ones, to, depth + 1, leaf));
    }

    /** The way down to a row that is alone. */
    private int way(int row, int depth, int beside) {
        int at = Nodes.leaf(values[row]);
        for (int bit = prefixes.length(row) - 1; bit >= depth; bit--) {
            at = prefixes.bit(row, bit) == 0 ? nodes.add(at, beside) : nodes.add(beside, at);
        }
        return at;
    }
}
