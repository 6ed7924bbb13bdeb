package io.proxima.geo;

import com.maxmind.db.InvalidDatabaseException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over the data of a MaxMind DB: enters one value at a time and steps over the rest, so that of a record only what is
 * asked for is ever read.
 *
 * <pre>
 *   octet 0   type (3 bits) | size (5 bits)     a type of 0 is 7 more than what octet 1 says
 *             a size of 29, 30 or 31 goes on in 1, 2 or 3 octets
 *   pointer   001 | how many octets more (2) | value (3), then so many; from the begin of the data
 * </pre>
 *
 * Confined to one thread. What leads outside throws {@link IndexOutOfBoundsException}, as the memory does.
 *
 * @see <a href="https://maxmind.github.io/MaxMind-DB/">MaxMind DB File Format Specification</a>
 */
final class MaxMindData {
    static final int POINTER = 1;
    static final int TEXT = 2;
    static final int DOUBLE = 3;
    static final int OCTETS = 4;
    static final int UINT16 = 5;
    static final int UINT32 = 6;
    static final int MAP = 7;
    static final int UINT64 = 9;
    static final int ARRAY = 11;
    static final int BOOLEAN = 14;
    static final int FLOAT = 15;

    private static final int EXTENDED = 7;
    /** Deeper than any record is. */
    private static final int DEPTH_AT_MOST = 64;

    private static final ValueLayout.OfDouble BIG_DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfFloat BIG_FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private final MemorySegment octets;
    private int type;
    private int size;
    private long body;
    /** Where the next value begins, or -1 where the value has to be stepped through to know. */
    private long end;

    /** @param octets from the first octet of the data */
    MaxMindData(MemorySegment octets) {
        this.octets = octets;
    }

    /** What the value is that was entered last. */
    int type() {
        return type;
    }

    /** Octets, or the entries of a map or an array. */
    int size() {
        return size;
    }

    /** Where its content begins: of a map the first key. */
    long body() {
        return body;
    }

    /** Goes to a value, or to where a pointer leads. */
    void enter(long at) throws InvalidDatabaseException {
        control(at);
        boolean container = type == MAP || type == ARRAY;
        end = container ? -1 : type == BOOLEAN ? body : body + size;
        if (type == POINTER) {
            end = body + (size >>> 3) + 1;
            control(target());
            if (type == POINTER) {
                throw new InvalidDatabaseException("its data has a pointer to a pointer");
            }
        }
    }

    /** Where the value after the one that was entered begins; after this, nothing is entered. */
    long end() throws InvalidDatabaseException {
        return end >= 0 ? end : past(body, type == MAP ? 2 * size : size, 0);
    }

    private void control(long at) {
        int first = octet(at);
        type = first >>> 5;
        body = at + 1;
        if (type == POINTER) {
            size = first & 0x1f;
            return;
        }
        if (type == 0) {
            type = EXTENDED + octet(body++);
        }
        int length = first & 0x1f;
        if (length < 29) {
            size = length;
        } else {
            int more = length - 28;
            size = (int) number(body, more) + (more == 1 ? 29 : more == 2 ? 285 : 65_821);
            body += more;
        }
    }

    /** Where the pointer leads whose control octet was read. */
    private long target() {
        int more = (size >>> 3) + 1;
        long rest = number(body, more);
        long begin = (long) (size & 7) << (Byte.SIZE * more);
        return switch (more) {
            case 1 -> begin | rest;
            case 2 -> (begin | rest) + 2_048;
            case 3 -> (begin | rest) + 526_336;
            default -> rest;
        };
    }

    /** Where so many values end. */
    private long past(long first, int values, int depth) throws InvalidDatabaseException {
        if (depth == DEPTH_AT_MOST) {
            throw new InvalidDatabaseException("its data is nested too deep");
        }
        long at = first;
        for (int i = 0; i < values; i++) {
            control(at);
            at = switch (type) {
                case POINTER -> body + (size >>> 3) + 1;
                case BOOLEAN -> body;
                case MAP -> past(body, 2 * size, depth + 1);
                case ARRAY -> past(body, size, depth + 1);
                default -> body + size;
            };
        }
        return at;
    }

    /** Whether the value is a text of these octets. */
    boolean isText(byte[] expected) {
        if (type != TEXT || size != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (octets.get(ValueLayout.JAVA_BYTE, body + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** The value as a text; empty where it is none. */
    String text() {
        if (type != TEXT) {
            return "";
        }
        byte[] text = new byte[size];
        MemorySegment.copy(octets, ValueLayout.JAVA_BYTE, body, text, 0, size);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** The value as a whole number from 0; -1 where it is none of at most 63 bits. */
    long whole() {
        boolean whole = type == UINT16 || type == UINT32 || type == UINT64;
        return whole && size <= Long.BYTES ? Math.max(-1, number(body, size)) : -1;
    }

    /** The value as a number; NaN where it is none. */
    double number() {
        if (type == DOUBLE && size == Double.BYTES) {
            return octets.get(BIG_DOUBLE, body);
        }
        if (type == FLOAT && size == Float.BYTES) {
            return octets.get(BIG_FLOAT, body);
        }
        long whole = whole();
        return whole < 0 ? Double.NaN : whole;
    }

    private long number(long at, int length) {
        long number = 0;
        for (int i = 0; i < length; i++) {
            number = number << Byte.SIZE | octet(at + i);
        }
        return number;
    }

    private int octet(long at) {
        return octets.get(ValueLayout.JAVA_BYTE, at) & 0xff;
    }
}
