package io.proxima.wire;

import io.proxima.net.Prefix;
import java.lang.foreign.MemorySegment;

/**
 * Reads a message as a query, without allocation and without exceptions for what a client may send.
 *
 * <p>The whole message is read, to its last octet: sections other than the question's are skipped record by record, and
 * the OPT record is looked at (RFC 6891 section 6.1). Thread-safe; what is read goes into the caller's {@link Query}.
 */
public final class QueryParser {

    /** What is to become of a message. */
    public enum Outcome {
        /** A query to answer. */
        QUERY,
        /** No answer: too short for a header, or itself a response. */
        DROP,
        /** Not the format of a query. */
        FORMERR,
        /** An operation that is not served. */
        NOTIMP,
        /** An EDNS version that is not served (RFC 6891 section 6.1.3). */
        BADVERS
    }

    private static final int OPT_FIXED_OCTETS = 11;
    private static final int RR_FIXED_OCTETS = 10;
    private static final int OPTION_HEADER_OCTETS = 4;
    private static final int OPTION_ECS = 8;
    private static final int ECS_FIXED_OCTETS = 4;
    private static final int DO = 0x8000;

    private QueryParser() {}

    /**
     * Reads the message of {@code length} octets at {@code at}.
     *
     * <p>Where the outcome is an error, the query's question and EDNS stand as far as they were well-formed, so that the
     * response can carry them.
     */
    public static Outcome parse(MemorySegment in, long at, int length, Query query) {
        query.clear();
        if (length < Header.LENGTH) {
            return Outcome.DROP;
        }
        query.id = Octets.u16(in, at + Header.ID);
        query.flags = Octets.u16(in, at + Header.FLAGS);
        if ((query.flags & Header.QR) != 0) {
            return Outcome.DROP;
        }
        Outcome outcome = sections(in, at, at + length, query);
        return Header.opcode(query.flags) == 0 ? outcome : Outcome.NOTIMP;
    }

    private static Outcome sections(MemorySegment in, long at, long end, Query query) {
        if (Octets.u16(in, at + Header.QDCOUNT) != 1) {
            return Outcome.FORMERR;
        }
        long next = at + Header.LENGTH;
        if (!query.qname.read(in, next, end)) {
            return Outcome.FORMERR;
        }
        next += query.qname.length();
        if (end - next < 4) {
            return Outcome.FORMERR;
        }
        query.qtype = Octets.u16(in, next);
        query.qclass = Octets.u16(in, next + 2);
        query.question = true;
        next += 4;

        int records = Octets.u16(in, at + Header.ANCOUNT) + Octets.u16(in, at + Header.NSCOUNT);
        for (; records > 0; records--) {
            next = skipRecord(in, next, end, RrType.OPT);
            if (next < 0) {
                return Outcome.FORMERR;
            }
        }
        for (records = Octets.u16(in, at + Header.ARCOUNT); records > 0; records--) {
            if (isOpt(in, next, end)) {
                long after = query.edns ? -1 : opt(in, next, end, query);
                if (after < 0) {
                    return Outcome.FORMERR;
                }
                next = after;
            } else {
                next = skipRecord(in, next, end, RrType.OPT);
                if (next < 0) {
                    return Outcome.FORMERR;
                }
            }
        }
        if (next != end) {
            return Outcome.FORMERR;
        }
        return query.edns && query.ednsVersion != 0 ? Outcome.BADVERS : Outcome.QUERY;
    }

    /** Where the record after the one at {@code at} begins; -1 if none is whole there, or it is of the type not wanted. */
    private static long skipRecord(MemorySegment in, long at, long end, int notType) {
        long next = skipName(in, at, end);
        if (next < 0 || end - next < RR_FIXED_OCTETS || Octets.u16(in, next) == notType) {
            return -1;
        }
        next += RR_FIXED_OCTETS + Octets.u16(in, next + 8);
        return next > end ? -1 : next;
    }

    /** Where the octets after a possibly compressed name begin, or -1. */
    private static long skipName(MemorySegment in, long at, long end) {
        long next = at;
        while (next < end) {
            int octet = Octets.u8(in, next);
            if (octet == 0) {
                return next + 1;
            }
            if (octet >= 0xc0) {
                return next + 2 > end ? -1 : next + 2;
            }
            if (octet > 63 || next + octet + 1 - at > 254) {
                return -1;
            }
            next += octet + 1;
        }
        return -1;
    }

    private static boolean isOpt(MemorySegment in, long at, long end) {
        return end - at >= OPT_FIXED_OCTETS && Octets.u8(in, at) == 0 && Octets.u16(in, at + 1) == RrType.OPT;
    }

    /** Reads the OPT record at {@code at}; gives where the next record begins, or -1 if it is malformed. */
    private static long opt(MemorySegment in, long at, long end, Query query) {
        long next = at + OPT_FIXED_OCTETS;
        long after = next + Octets.u16(in, at + 9);
        query.edns = true;
        query.payloadOctets = Octets.u16(in, at + 3);
        query.ednsVersion = Octets.u8(in, at + 6);
        query.dnssecOk = (Octets.u16(in, at + 7) & DO) != 0;
        if (after > end) {
            return -1;
        }
        if (query.ednsVersion != 0) {
            return after; // what stands in it is another version's affair
        }
        while (next < after) {
            if (after - next < OPTION_HEADER_OCTETS) {
                return -1;
            }
            int code = Octets.u16(in, next);
            int length = Octets.u16(in, next + 2);
            next += OPTION_HEADER_OCTETS;
            if (next + length > after) {
                return -1;
            }
            if (code == OPTION_ECS && !clientSubnet(in, next, length, query)) {
                return -1;
            }
            next += length;
        }
        return after;
    }

    /**
     * Reads the client subnet option (RFC 7871 section 6); the first of several counts, all must be well-formed.
     *
     * <pre>
     * |            FAMILY             |  0
     * | SOURCE LENGTH | SCOPE LENGTH  |  2
     * |            ADDRESS…           /  4
     * </pre>
     */
    private static boolean clientSubnet(MemorySegment in, long at, int length, Query query) {
        if (length < ECS_FIXED_OCTETS) {
            return false;
        }
        int family = Octets.u16(in, at);
        int sourceLength = Octets.u8(in, at + 2);
        int widest = family == 1 ? 32 : family == 2 ? 128 : 0;
        if (family > 2
                || sourceLength > widest
                || Octets.u8(in, at + 3) != 0
                || length - ECS_FIXED_OCTETS != (sourceLength + 7) / 8) {
            return false;
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < length - ECS_FIXED_OCTETS; i++) {
            long octet = Octets.u8(in, at + ECS_FIXED_OCTETS + i);
            if (i < 8) {
                high |= octet << (56 - 8 * i);
            } else {
                low |= octet << (120 - 8 * i);
            }
        }
        if (high != Prefix.maskHigh(high, sourceLength) || low != Prefix.maskLow(low, sourceLength)) {
            return false;
        }
        if (query.ecs) {
            return true;
        }
        query.ecs = true;
        query.ecsFamily = family;
        query.ecsSourceLength = sourceLength;
        query.ecsHigh = high;
        query.ecsLow = low;
        return true;
    }
}
