package io.proxima.wire;

/**
 * The fixed header of a message (RFC 1035 section 4.1.1, RFC 2535 section 6.1): 12 octets, network order.
 *
 * <pre>
 *   0  1  2  3  4  5  6  7  8  9  0  1  2  3  4  5
 * +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
 * |                      ID                       |  0
 * |QR|   Opcode  |AA|TC|RD|RA| Z|AD|CD|   RCODE   |  2
 * |                    QDCOUNT                    |  4
 * |                    ANCOUNT                    |  6
 * |                    NSCOUNT                    |  8
 * |                    ARCOUNT                    | 10
 * +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
 * </pre>
 */
public final class Header {
    public static final int ID = 0;
    public static final int FLAGS = 2;
    public static final int QDCOUNT = 4;
    public static final int ANCOUNT = 6;
    public static final int NSCOUNT = 8;
    public static final int ARCOUNT = 10;
    public static final int LENGTH = 12;

    public static final int QR = 0x8000;
    public static final int AA = 0x0400;
    public static final int TC = 0x0200;
    public static final int RD = 0x0100;
    public static final int CD = 0x0010;

    /** In the flags of an OPT record (RFC 6891 section 6.1.4). */
    static final int DO = 0x8000;

    private Header() {}

    /** The opcode of a flags word, 0 to 15. */
    public static int opcode(int flags) {
        return flags >> 11 & 0xf;
    }
}
