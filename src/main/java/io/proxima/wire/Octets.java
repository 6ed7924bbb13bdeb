package io.proxima.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Unsigned numbers in network order in a memory segment, at absolute offsets. */
public final class Octets {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private Octets() {}

    /** One octet, 0 to 255. */
    public static int u8(MemorySegment segment, long at) {
        return segment.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }

    /** Two octets, 0 to 65,535. */
    public static int u16(MemorySegment segment, long at) {
        return segment.get(SHORT, at) & 0xffff;
    }

    /** Four octets, as the 32 bits they are. */
    public static int s32(MemorySegment segment, long at) {
        return segment.get(INT, at);
    }

    /** Eight octets, as the 64 bits they are. */
    public static long s64(MemorySegment segment, long at) {
        return segment.get(LONG, at);
    }

    /** Writes the low octet of a number. */
    public static void put8(MemorySegment segment, long at, int value) {
        segment.set(ValueLayout.JAVA_BYTE, at, (byte) value);
    }

    /** Writes the low two octets of a number. */
    public static void put16(MemorySegment segment, long at, int value) {
        segment.set(SHORT, at, (short) value);
    }

    /** Writes four octets. */
    public static void put32(MemorySegment segment, long at, int value) {
        segment.set(INT, at, value);
    }

    /** Writes eight octets. */
    public static void put64(MemorySegment segment, long at, long value) {
        segment.set(LONG, at, value);
    }
}
