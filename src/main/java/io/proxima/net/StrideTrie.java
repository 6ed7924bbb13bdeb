package io.proxima.net;

/**
 * The trie of one family with six bits of the address a step; see {@link LookupTable}.
 *
 * <p>A node stands for 64 slots, one a value of the next six bits, and is some ints of one array:
 *
 * <pre>
 *   at      starts, slots 32 to 63: a bit is set where an entry begins
 *   at + 1  starts, slots 0 to 31
 *   at + 2  the entries, in the order of the slots
 * </pre>
 *
 * <p>An entry from 0 is where a child stands, which is one slot; a negative one is the complement of a leaf's value, and the
 * leaf spans a power of two of slots up to the next start, which tells its depth. A slot's entry is found by counting the
 * starts up to it.
 */
final class StrideTrie {
    static final int STRIDE = 6;
    /** The ints before a node's entries. */
    static final int STARTS = 2;

    private final int[] cells;
    private final int directBits;
    private final int[] direct;
    private final long[] shallow;
    private final int longestWay;

    /**
     * @param cells the nodes, the root first
     * @param directBits how many bits the direct table is of, at least {@link #STRIDE}; 0 for a trie that begins at its root
     * @param direct by the first bits of an address where its node stands, or the complement of a place in {@code shallow}
     * @param shallow by place, what is found at leaves of no more bits than those
     * @param longestWay the most that one look-up touches
     */
    StrideTrie(int[] cells, int directBits, int[] direct, long[] shallow, int longestWay) {
        this.cells = cells;
        this.directBits = directBits;
        this.direct = direct;
        this.shallow = shallow;
        this.longestWay = longestWay;
    }

    /** The nodes that a look-up goes through at most, the direct table counted as one. */
    int longestWay() {
        return longestWay;
    }

    long octets() {
        return Integer.BYTES * ((long) cells.length + direct.length) + Long.BYTES * (long) shallow.length;
    }

    /** As {@link PrefixMap#lookup(boolean, long, long)}. */
    long lookup(long high, long low) {
        long bits = high;
        long rest = low;
        int at = 0;
        int depth = 0;
        if (directBits > 0) {
            at = direct[(int) (bits >>> (Long.SIZE - directBits))];
            if (at < 0) {
                return shallow[~at];
            }
            bits = bits << directBits | rest >>> (Long.SIZE - directBits);
            rest <<= directBits;
            depth = directBits;
        }
        while (true) {
            int slot = (int) (bits >>> (Long.SIZE - STRIDE));
            long starts = (long) cells[at] << Integer.SIZE | Integer.toUnsignedLong(cells[at + 1]);
            long upToSlot = starts & ((2L << slot) - 1);
            int entry = cells[at + 1 + Long.bitCount(upToSlot)];
            depth += STRIDE;
            if (entry < 0) {
                int first = Long.SIZE - 1 - Long.numberOfLeadingZeros(upToSlot);
                int next = Long.numberOfTrailingZeros(starts & (-2L << slot));
                return PrefixMap.found(entry, depth - Integer.numberOfTrailingZeros(next - first));
            }
            at = entry;
            bits = bits << STRIDE | rest >>> (Long.SIZE - STRIDE);
            rest <<= STRIDE;
        }
    }
}
