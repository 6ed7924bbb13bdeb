package io.proxima.wire;

import io.proxima.net.Prefix;
import java.lang.foreign.MemorySegment;

/**
 * Reads the OPT record of a query (RFC 6891 section 6.1.2) and those of its options that are answered.
 *
 * <pre>
 * | 0: 1 | TYPE: 2 | payload: 2 | extended rcode: 1 | version: 1 | DO, Z: 2 | RDLENGTH: 2 | options … |
 * </pre>
 *
 * <p>Of several options of one kind the first counts, and all must be well-formed.
 */
final class OptParser {
    private static final int FIXED_OCTETS = 11;
    private static final int OPTION_HEADER_OCTETS = 4;
    private static final int ECS_FIXED_OCTETS = 4;
    private static final int CLIENT_COOKIE_OCTETS = 8;
    private static final int LEAST_COOKIE_OCTETS = 16;
    private static final int MOST_COOKIE_OCTETS = 40;

    private OptParser() {}

    /** Reads the OPT record whose fixed part stands at {@code at}; gives where the next record begins, or -1 if it is malformed. */
    static long parse(MemorySegment in, long at, long end, Query query) {
        long next = at + FIXED_OCTETS;
        long after = next + Octets.u16(in, at + 9);
        query.edns = true;
        query.payloadOctets = Octets.u16(in, at + 3);
        query.ednsVersion = Octets.u8(in, at + 6);
        query.dnssecOk = (Octets.u16(in, at + 7) & Header.DO) != 0;
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
            if (next + length > after || !option(code, in, next, length, query)) {
                return -1;
            }
            next += length;
        }
        return after;
    }

    private static boolean option(int code, MemorySegment in, long at, int length, Query query) {
        return switch (code) {
            case EdnsOption.NSID -> {
                query.nsid = true;
                yield true;
            }
            case EdnsOption.CLIENT_SUBNET -> clientSubnet(in, at, length, query);
            case EdnsOption.COOKIE -> cookie(in, at, length, query);
            case EdnsOption.TCP_KEEPALIVE -> {
                query.keepalive = true;
                yield true;
            }
            default -> true;
        };
    }

    /**
     * Reads the client subnet option (RFC 7871 section 6).
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

    /** Reads the cookie option (RFC 7873 section 4): 8 octets of the client's, and 8 to 32 of a server's or none. */
    private static boolean cookie(MemorySegment in, long at, int length, Query query) {
        if (length != CLIENT_COOKIE_OCTETS && (length < LEAST_COOKIE_OCTETS || length > MOST_COOKIE_OCTETS)) {
            return false;
        }
        if (query.cookieOctets > 0) {
            return true;
        }
        query.cookieOctets = length;
        query.clientCookie = Octets.s64(in, at);
        if (length == ServerCookies.OPTION_OCTETS) {
            query.serverCookieHigh = Octets.s64(in, at + 8);
            query.serverCookieLow = Octets.s64(in, at + 16);
        }
        return true;
    }
}
