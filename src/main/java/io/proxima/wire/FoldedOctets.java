package io.proxima.wire;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The octets of a label, eight at a time in one number: ASCII letters in lower case (RFC 4343), the first octet uppermost, zeros
 * behind the last. So a label is hashed and compared in a step or two, and not in one an octet.
 */
final class FoldedOctets {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7f * ONES;
    private static final long HIGH_BITS = ~LOW_BITS;
    /** What lifts each octet from 'A' on, and each after 'Z', into its high bit. */
    private static final long FROM_A = (0x80 - 'A') * ONES;

    private static final long AFTER_Z = (0x7f - 'Z') * ONES;

    /** An odd number without a pattern: 2^64 through the golden ratio. */
    private static final long FACTOR = 0x9e3779b97f4a7c15L;

    private FoldedOctets() {}

    /**
     * The octets at {@code from}, as many as there are up to eight.
     *
     * @param count how many the label has from there on, at least 1
     */
    static long of(MemorySegment segment, long from, int count) {
        return from + Long.BYTES <= segment.byteSize()
                ? folded(first(Octets.s64(segment, from), count))
                : ofLast(segment, from, count);
    }

    /** As {@link #of(MemorySegment, long, int)}, of a label that is in lower case already, and ends where the array does. */
    static long of(byte[] lowerCase, int from) {
        if (from + Long.BYTES <= lowerCase.length) {
            return (long) EIGHT.get(lowerCase, from);
        }
        long octets = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            octets = octets << Byte.SIZE | (i < lowerCase.length ? lowerCase[i] & 0xff : 0);
        }
        return octets;
    }

    /** Eight octets of which the memory ends before the eighth. */
    private static long ofLast(MemorySegment segment, long from, int count) {
        long octets = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            octets = octets << Byte.SIZE | (i < count ? Octets.u8(segment, from + i) : 0);
        }
        return folded(octets);
    }

    /** The first {@code count} of eight octets. */
    private static long first(long octets, int count) {
        return count >= Long.BYTES ? octets : octets & (-1L << ((Long.BYTES - count) * Byte.SIZE));
    }

    private static long folded(long octets) {
        long low = octets & LOW_BITS;
        long capitals = ((low + FROM_A) ^ (low + AFTER_Z)) & ~octets & HIGH_BITS;
        return octets | (capitals >>> 2); // from 0x80 to 0x20, which is what lower case has more
    }

    /** A hash with eight octets more in it. */
    static long mixed(long hash, long octets) {
        long product = (hash ^ octets) * FACTOR;
        return product ^ (product >>> Integer.SIZE);
    }

    /** The hash of a label, in the upper half of which all its octets have a say. */
    static int finished(long hash) {
        return (int) ((hash * FACTOR) >>> Integer.SIZE);
    }
}
