package io.proxima.wire;

import java.lang.foreign.MemorySegment;

/**
 * A name that may end in a compression pointer (RFC 1035 section 4.1.4), as records behind the question have it.
 *
 * <p>A pointer leads to an earlier place than all before it, so that following them comes to an end; the whole name has at
 * most 255 octets.
 */
final class CompressedName {
    private static final int MAX_OCTETS = 255;
    private static final int POINTER = 0xc0;
    private static final int TARGET = 0x3fff;

    private CompressedName() {}

    /**
     * Where the octets after the name at {@code at} begin; -1 if no name is whole there.
     *
     * @param message where the message begins, which pointers count from
     * @param end where it ends, exclusive
     */
    static long skip(MemorySegment in, long message, long at, long end) {
        long next = at;
        long after = -1;
        long lowest = at;
        int octets = 1;
        while (next < end) {
            int octet = Octets.u8(in, next);
            if (octet == 0) {
                return after < 0 ? next + 1 : after;
            }
            if (octet >= POINTER) {
                long target = end - next < 2 ? lowest : message + (Octets.u16(in, next) & TARGET);
                if (target >= lowest) {
                    return -1;
                }
                after = after < 0 ? next + 2 : after;
                lowest = target;
                next = target;
            } else {
                octets += octet + 1;
                if (octet > 63 || octets > MAX_OCTETS) {
                    return -1;
                }
                next += octet + 1;
            }
        }
        return -1;
    }

    /** Writes the name at {@code at}, which {@link #skip} took, without compression; gives its octets. */
    static int expand(MemorySegment in, long message, long at, MemorySegment out, long outAt) {
        int octets = 0;
        int length;
        for (long label = label(in, message, at); ; label = label(in, message, label + length)) {
            length = Octets.u8(in, label) + 1;
            MemorySegment.copy(in, label, out, outAt + octets, length);
            octets += length;
            if (length == 1) {
                return octets;
            }
        }
    }

    /** The octets that {@link #expand} writes. */
    static int octets(MemorySegment in, long message, long at) {
        int octets = 1;
        for (long label = label(in, message, at); Octets.u8(in, label) != 0; ) {
            int length = Octets.u8(in, label) + 1;
            octets += length;
            label = label(in, message, label + length);
        }
        return octets;
    }

    /** Where the label stands that begins at {@code at} or that a pointer there leads to. */
    private static long label(MemorySegment in, long message, long at) {
        long label = at;
        while (Octets.u8(in, label) >= POINTER) {
            label = message + (Octets.u16(in, label) & TARGET);
        }
        return label;
    }
}
