package io.proxima.net;

/**
 * What stands in the table of first bits for one value of them: 64 bits, so that most look-ups wait for memory once.
 *
 * <pre>
 *   a node    0 | where it stands (31)
 *   a leaf    1 | 0 (4)      | its depth (11)        | 0 (24)             | its value (24)
 *   a way     1 | length (4) | the way's bits (11)   | value beside (24)  | value at its end (24)
 * </pre>
 *
 * <p>A way is a subtree of two values, one of them at the end of the way and the other wherever an address leaves it: what one
 * longer prefix within a shorter one makes. In a large map most subtrees that are no leaf are such.
 */
final class DirectEntry {
    private static final long NO_NODE = 1L << 63;
    private static final int LENGTH_AT = 59;
    private static final int WAY_AT = 48;
    private static final int BESIDE_AT = 24;
    /** Values below this have an entry. */
    static final int VALUES = 1 << 24;

    private static final int LONGEST_WAY = 11;

    private DirectEntry() {}

    /** The entry of a leaf of a depth. */
    static long leaf(int value, int depth) {
        return NO_NODE | (long) depth << WAY_AT | value;
    }

    /** The entry of a subtree that is a way; 0 where it is none. */
    static long way(int[] children, int root) {
        int length = 0;
        int way = 0;
        int beside = Integer.MAX_VALUE; // no leaf
        int at = root;
        while (at >= 0) {
            int zero = children[2 * at];
            int one = children[2 * at + 1];
            boolean zeroLeaves = zero < 0 && (beside == Integer.MAX_VALUE || zero == beside);
            boolean oneLeaves = one < 0 && (beside == Integer.MAX_VALUE || one == beside);
            if (length == LONGEST_WAY || (!zeroLeaves && !oneLeaves)) {
                return 0;
            }
            beside = zeroLeaves ? zero : one;
            at = zeroLeaves ? one : zero;
            way = way << 1 | (zeroLeaves ? 1 : 0);
            length++;
        }
        return NO_NODE | (long) length << LENGTH_AT | (long) way << WAY_AT | (long) ~beside << BESIDE_AT | ~at;
    }

    static boolean isNode(long entry) {
        return entry >= 0;
    }

    /**
     * What a look-up gives that ends at an entry that is no node.
     *
     * @param bits the address, its first bit the one after those of the table
     * @param directBits how many those are
     */
    static long found(long entry, long bits, int directBits) {
        int length = (int) (entry >>> LENGTH_AT) & 0xf;
        int way = (int) (entry >>> WAY_AT) & 0x7ff;
        if (length == 0) {
            return PrefixMap.found(~((int) entry & (VALUES - 1)), way);
        }
        int taken = (int) (bits >>> (Long.SIZE - length));
        int left = taken ^ way;
        return left == 0
                ? PrefixMap.found(~((int) entry & (VALUES - 1)), directBits + length)
                : PrefixMap.found(
                        ~((int) (entry >>> BESIDE_AT) & (VALUES - 1)),
                        directBits + length - (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(left)));
    }
}
