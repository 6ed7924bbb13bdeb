package io.proxima.wire;

import java.util.Arrays;
import java.util.List;

/**
 * An RRset as octets that only need to be copied into a response.
 *
 * <p>Each record's owner name is a compression pointer to the question's name (octets C0 0C), which the writer changes
 * where the owner stands elsewhere. Immutable.
 *
 * <pre>
 * | owner: 2 | TYPE: 2 | CLASS: 2 | TTL: 4 | RDLENGTH: 2 | RDATA … |
 * </pre>
 */
public final class EncodedRrset {
    /** The octets in front of a record's RDATA. */
    public static final int RDATA_AT = 12;

    static final int TTL_AT = 6;
    private static final int CLASS_IN = 1;
    private static final int QUESTION_POINTER = 0xc000 | Header.LENGTH;

    /** The starts of RRsets of one record, by the length of its RDATA: most RRsets are such, and share these. */
    private static final int[][] ONE_RECORD = new int[64][];

    static {
        for (int length = 0; length < ONE_RECORD.length; length++) {
            ONE_RECORD[length] = new int[] {0, RDATA_AT + length};
        }
    }

    final byte[] octets;
    /** Where each record begins, and at last the end. */
    final int[] starts;

    private final int type;

    private EncodedRrset(int type, byte[] octets, int[] starts) {
        this.type = type;
        this.octets = octets;
        this.starts = starts;
    }

    /**
     * Encodes an RRset.
     *
     * @param ttlSeconds 0 to 2^31-1
     * @param rdata names within uncompressed
     */
    public static EncodedRrset of(int type, long ttlSeconds, List<byte[]> rdata) {
        return of(type, CLASS_IN, ttlSeconds, rdata);
    }

    /** As {@link #of(int, long, List)}, of another class. */
    public static EncodedRrset of(int type, int rrClass, long ttlSeconds, List<byte[]> rdata) {
        int[] starts = starts(rdata);
        byte[] octets = new byte[starts[rdata.size()]];
        for (int i = 0; i < rdata.size(); i++) {
            byte[] data = rdata.get(i);
            int at = starts[i];
            put16(octets, at, QUESTION_POINTER);
            put16(octets, at + 2, type);
            put16(octets, at + 4, rrClass);
            put16(octets, at + TTL_AT, (int) (ttlSeconds >> 16));
            put16(octets, at + TTL_AT + 2, (int) ttlSeconds);
            put16(octets, at + RDATA_AT - 2, data.length);
            System.arraycopy(data, 0, octets, at + RDATA_AT, data.length);
        }
        return new EncodedRrset(type, octets, starts);
    }

    private static int[] starts(List<byte[]> rdata) {
        if (rdata.size() == 1 && rdata.getFirst().length < ONE_RECORD.length) {
            return ONE_RECORD[rdata.getFirst().length];
        }
        int[] starts = new int[rdata.size() + 1];
        for (int i = 0; i < rdata.size(); i++) {
            starts[i + 1] = starts[i] + RDATA_AT + rdata.get(i).length;
        }
        return starts;
    }

    private static void put16(byte[] octets, int at, int value) {
        octets[at] = (byte) (value >> 8);
        octets[at + 1] = (byte) value;
    }

    /** The records' type. */
    public int type() {
        return type;
    }

    /** The records' TTL, in seconds. */
    public int ttlSeconds() {
        return (octets[TTL_AT] << 24)
                | ((octets[TTL_AT + 1] & 0xff) << 16)
                | ((octets[TTL_AT + 2] & 0xff) << 8)
                | (octets[TTL_AT + 3] & 0xff);
    }

    /** Whether another one has the same records in the same order, octet by octet. */
    public boolean isLike(EncodedRrset other) {
        return type == other.type && Arrays.equals(octets, other.octets); // which say where records begin
    }

    /** The number of records. */
    public int size() {
        return starts.length - 1;
    }

    /** The octets that a record's RDATA begins behind in a message, where the RRset was put at {@code at} unrotated. */
    public int rdataOffset(int at, int record) {
        return at + starts[record] + RDATA_AT;
    }

    /** The RDATA octets of one record, copied; off the query path. */
    public byte[] rdata(int record) {
        return Arrays.copyOfRange(octets, starts[record] + RDATA_AT, starts[record + 1]);
    }
}
