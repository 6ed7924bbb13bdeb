package io.proxima.wire;

import java.lang.foreign.MemorySegment;

/**
 * The TSIG record (RFC 8945 section 4.2) of a query, and the unsigned one that answers it where no key is known.
 *
 * <pre>
 * | NAME … | TYPE: 2 | CLASS: 2 | TTL: 4 | RDLENGTH: 2 |
 * | algorithm … | time: 6 | fudge: 2 | MAC size: 2 | MAC … | original ID: 2 | error: 2 | other len: 2 | other … |
 * </pre>
 */
final class Tsig {
    private static final int FIXED_OCTETS = 10;
    private static final int TIME_AND_FUDGE_OCTETS = 8;
    private static final int MAC_SIZE_OCTETS = 2;
    private static final int TAIL_OCTETS = 6;
    private static final int CLASS_ANY = 255;
    private static final int BADKEY = 17;

    private Tsig() {}

    /**
     * Reads the TSIG record at {@code at}, which is to be the message's last.
     *
     * @param message where the message begins
     * @param fixed where what follows the record's owner begins
     * @param end where the message ends
     * @return whether it can be interpreted
     */
    static boolean parse(MemorySegment in, long message, long at, long fixed, long end, Query query) {
        long rdata = fixed + FIXED_OCTETS;
        if (Octets.u16(in, fixed + 2) != CLASS_ANY
                || Octets.s32(in, fixed + 4) != 0
                || rdata + Octets.u16(in, fixed + 8) != end) {
            return false;
        }
        long time = algorithmEnd(in, rdata, end);
        if (time < 0 || end - time < TIME_AND_FUDGE_OCTETS + MAC_SIZE_OCTETS + TAIL_OCTETS) {
            return false;
        }
        long tail = time + TIME_AND_FUDGE_OCTETS + MAC_SIZE_OCTETS + Octets.u16(in, time + TIME_AND_FUDGE_OCTETS);
        if (end - tail < TAIL_OCTETS || end - tail - TAIL_OCTETS != Octets.u16(in, tail + 4)) {
            return false;
        }
        query.tsigMessageAt = message;
        query.tsigAt = at;
        query.tsigAlgorithmAt = rdata;
        query.tsigTimeAt = time;
        query.tsigTailAt = tail;
        query.tsigNameOctets = CompressedName.octets(in, message, at);
        return true;
    }

    /** Where the octets after the algorithm's name begin, which is not compressed; -1 if it is not whole. */
    private static long algorithmEnd(MemorySegment in, long at, long end) {
        return CompressedName.skip(in, at, at, end); // no pointer leads to before it, so any is refused
    }

    /** How long the record is that answers a query's; 0 where it has none. */
    static int octets(Query query) {
        return query.hasTsig()
                ? query.tsigNameOctets
                        + FIXED_OCTETS
                        + (int) (query.tsigTimeAt - query.tsigAlgorithmAt)
                        + TIME_AND_FUDGE_OCTETS
                        + MAC_SIZE_OCTETS
                        + TAIL_OCTETS
                : 0;
    }

    /** Writes the unsigned record that says the key is not known (RFC 8945 sections 5.2.1 and 5.3.2). */
    static void writeBadKey(MemorySegment out, long at, Query query) {
        MemorySegment in = query.message;
        long fixed = at + CompressedName.expand(in, query.tsigMessageAt, query.tsigAt, out, at);
        int copied = (int) (query.tsigTimeAt - query.tsigAlgorithmAt) + TIME_AND_FUDGE_OCTETS;
        Octets.put16(out, fixed, RrType.TSIG);
        Octets.put16(out, fixed + 2, CLASS_ANY);
        Octets.put32(out, fixed + 4, 0);
        Octets.put16(out, fixed + 8, copied + MAC_SIZE_OCTETS + TAIL_OCTETS);
        long rdata = fixed + FIXED_OCTETS;
        MemorySegment.copy(in, query.tsigAlgorithmAt, out, rdata, copied);
        Octets.put16(out, rdata + copied, 0);
        Octets.put16(out, rdata + copied + 2, Octets.u16(in, query.tsigTailAt));
        Octets.put16(out, rdata + copied + 4, BADKEY);
        Octets.put16(out, rdata + copied + 6, 0);
    }
}
