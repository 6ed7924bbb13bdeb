package io.proxima.wire;

import java.lang.foreign.MemorySegment;

/**
 * A name as it stands uncompressed in a message, with the place of each of its labels; one mutable instance a thread.
 *
 * <p>Label 0 is the first, so the suffix that begins at label {@code labelCount} is the root.
 */
public final class NameView {
    private static final int MAX_OCTETS = 255;
    private static final int MAX_LABELS = 127;
    private MemorySegment segment = MemorySegment.NULL;
    private long at;
    private int length;
    private int labelCount;
    private final int[] labelOffsets = new int[MAX_LABELS + 1];

    /**
     * Looks at the name that begins at {@code at}.
     *
     * @param end where the name's memory ends, exclusive
     * @return whether a name stands there, whole, without compression and of at most 255 octets
     */
    public boolean read(MemorySegment segment, long at, long end) {
        this.segment = segment;
        this.at = at;
        int labels = 0;
        int offset = 0;
        while (true) {
            if (at + offset >= end) {
                return false;
            }
            int octet = Octets.u8(segment, at + offset);
            labelOffsets[labels] = offset;
            if (octet == 0) {
                labelCount = labels;
                length = offset + 1;
                return true;
            }
            // With a label more, the root's octet must still fit; this also bounds the number of labels.
            if (octet > 63 || offset + octet + 2 > MAX_OCTETS) {
                return false;
            }
            offset += octet + 1;
            labels++;
        }
    }

    /** The memory the name stands in. */
    public MemorySegment segment() {
        return segment;
    }

    /** Where the name begins, absolute. */
    public long at() {
        return at;
    }

    /** The number of octets, the root label included. */
    public int length() {
        return length;
    }

    /** The number of labels, without the root's. */
    public int labelCount() {
        return labelCount;
    }

    /** The octets in front of label {@code label}; of label {@code labelCount}, the octets in front of the root's. */
    public int offsetOf(int label) {
        return labelOffsets[label];
    }

    /** A hash of a label that ignores the case of ASCII letters. */
    public int labelHash(int label) {
        long octet = at + labelOffsets[label];
        int count = Octets.u8(segment, octet);
        long hash = count;
        for (int i = 0; i < count; i += Long.BYTES) {
            hash = FoldedOctets.mixed(hash, FoldedOctets.of(segment, octet + 1 + i, count - i));
        }
        return FoldedOctets.finished(hash);
    }

    /** Whether a label equals octets in lower case. */
    public boolean labelEquals(int label, byte[] lowerCase) {
        long octet = at + labelOffsets[label];
        int count = Octets.u8(segment, octet);
        if (count != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < count; i += Long.BYTES) {
            if (FoldedOctets.of(segment, octet + 1 + i, count - i) != FoldedOctets.of(lowerCase, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the name equals the one at {@code other} in the same memory, which is uncompressed too. */
    public boolean sameAs(long other) {
        for (int i = 0; i < length; i++) {
            if (lower(Octets.u8(segment, at + i)) != lower(Octets.u8(segment, other + i))) {
                return false;
            }
        }
        return true;
    }

    /** The hash that {@link #labelHash} gives for a label of these octets, which are in lower case. */
    public static int hash(byte[] lowerCase) {
        long hash = lowerCase.length;
        for (int i = 0; i < lowerCase.length; i += Long.BYTES) {
            hash = FoldedOctets.mixed(hash, FoldedOctets.of(lowerCase, i));
        }
        return FoldedOctets.finished(hash);
    }

    /** The octet in lower case, where it is an ASCII letter (RFC 4343). */
    public static int lower(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
    }
}
