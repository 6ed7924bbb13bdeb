package io.proxima.net;

/**
 * The trie of one family with six bits of the address a step, or many where only one way goes on; see {@link LookupTable}.
 *
 * <p>A node stands for 64 slots, one a value of the next six bits, and is some ints of one array:
 *
 * <pre>
 *   at      starts, slots 32 to 63: a bit is set where an entry begins
 *   at + 1  starts, slots 0 to 31
 *   at + 2  the entries, in the order of the slots
 * </pre>
 *
 * <p>A negative entry is the complement of a leaf's value, and the leaf spans a power of two of slots up to the next start, which
 * tells its depth. A slot's entry is found by counting the starts up to it. An entry from 0 is one slot, and leads on: an even
 * one to a node at half of it, an odd one to bits that are skipped:
 *
 * <pre>
 *   at      how many, at most 64
 *   at + 1  the bits, left-aligned (two ints)
 *   at + 3  the leaf of those addresses that differ in one of them, at the depth of the first that does
 *   at + 4  an entry for those that do not
 * </pre>
 */
final class StrideTrie {
    static final int STRIDE = 6;
    /** The ints before a node's entries. */
    static final int STARTS = 2;
    /** A direct table of so many bits is 32 MiB. */
    private static final int LARGE_DIRECT_BITS = 22;
    /** The ints of skipped bits. */
    static final int SKIP = 5;

    private final int[] cells;
    private final int first;
    private final int directBits;
    private final long[] direct;
    private final int longestWay;
    private final double meanWay;

    /**
     * @param cells the nodes
     * @param first the entry of the root, where there is no direct table
     * @param directBits how many bits the direct table is of, at least {@link #STRIDE}; 0 for none
     * @param direct by the first bits of an address, a {@link DirectEntry}
     * @param longestWay the most that one look-up touches
     * @param meanWay what that of any address touches, over all addresses of the family
     */
    StrideTrie(int[] cells, int first, int directBits, long[] direct, int longestWay, double meanWay) {
        this.cells = cells;
        this.first = first;
        this.directBits = directBits;
        this.direct = direct;
        this.longestWay = longestWay;
        this.meanWay = meanWay;
    }

    /** The entry of a node. */
    static int node(int at) {
        return Math.multiplyExact(2, at);
    }

    /** The entry of skipped bits. */
    static int skip(int at) {
        return node(at) + 1;
    }

    /** The steps of a look-up at most: the table of the first bits, a node and skipped bits are one each. */
    int longestWay() {
        return longestWay;
    }

    /** The steps of a look-up, the mean of all addresses. */
    double meanWay() {
        return meanWay;
    }

    long octets() {
        return Integer.BYTES * (long) cells.length + Long.BYTES * (long) direct.length;
    }

    /** Whether the direct table is of more octets than caches keep, so that a look-up waits for memory. */
    boolean isLarge() {
        return directBits >= LARGE_DIRECT_BITS;
    }

    /** Reads what a look-up in a large trie reads first; what it gives means nothing. */
    long touch(long high) {
        return direct[(int) (high >>> (Long.SIZE - directBits))];
    }

    /** As {@link PrefixMap#lookup(boolean, long, long)}. */
    long lookup(long high, long low) {
        long bits = high;
        long rest = low;
        int entry = first;
        int depth = 0;
        if (directBits > 0) {
            long found = direct[(int) (bits >>> (Long.SIZE - directBits))];
            bits = bits << directBits | rest >>> (Long.SIZE - directBits);
            if (!DirectEntry.isNode(found)) {
                return DirectEntry.found(found, bits, directBits);
            }
            rest <<= directBits;
            depth = directBits;
            entry = (int) found;
        }
        while (true) {
            int at = entry >>> 1;
            int taken = STRIDE;
            if ((entry & 1) == 0) {
                int slot = (int) (bits >>> (Long.SIZE - STRIDE));
                long starts = (long) cells[at] << Integer.SIZE | Integer.toUnsignedLong(cells[at + 1]);
                long upToSlot = starts & ((2L << slot) - 1);
                entry = cells[at + 1 + Long.bitCount(upToSlot)];
                if (entry < 0) {
                    int begin = Long.SIZE - 1 - Long.numberOfLeadingZeros(upToSlot);
                    int end = Long.numberOfTrailingZeros(starts & (-2L << slot));
                    return PrefixMap.found(entry, depth + STRIDE - Integer.numberOfTrailingZeros(end - begin));
                }
            } else {
                taken = cells[at];
                long skipped = (long) cells[at + 1] << Integer.SIZE | Integer.toUnsignedLong(cells[at + 2]);
                int alike = Long.numberOfLeadingZeros(bits ^ skipped);
                if (alike < taken) {
                    return PrefixMap.found(cells[at + 3], depth + alike + 1);
                }
                entry = cells[at + 4];
                if (entry < 0) {
                    return PrefixMap.found(entry, depth + taken);
                }
            }
            depth += taken;
            bits = taken == Long.SIZE ? rest : bits << taken | rest >>> (Long.SIZE - taken);
            rest = taken == Long.SIZE ? 0 : rest << taken;
        }
    }
}
