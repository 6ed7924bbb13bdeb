package io.proxima.wire;

import java.lang.foreign.MemorySegment;

/**
 * The OPT record of a response (RFC 6891 section 6.1.2), with the client subnet option (RFC 7871 section 6).
 *
 * <pre>
 * | 0: 1 | TYPE: 2 | payload: 2 | rcode: 1 | version: 1 | DO, Z: 2 | RDLENGTH: 2 |
 * | option code: 2 | option length: 2 | FAMILY: 2 | SOURCE: 1 | SCOPE: 1 | ADDRESS … |
 * </pre>
 */
final class OptRecord {
    private static final int FIXED_OCTETS = 11;
    private static final int SUBNET_FIXED_OCTETS = 8;
    private static final int OPTION_SUBNET = 8;
    private static final int DO = 0x8000;

    private OptRecord() {}

    /** How long the record is going to be; 0 where the query has none. */
    static int octets(Query query, boolean withSubnet) {
        if (!query.edns) {
            return 0;
        }
        return withSubnet && query.ecs
                ? FIXED_OCTETS + SUBNET_FIXED_OCTETS + (query.ecsSourceLength + 7) / 8
                : FIXED_OCTETS;
    }

    /** Writes the record of {@code octets} octets. */
    static void write(MemorySegment out, long at, Query query, int rcode, int scopeLength, int octets) {
        Octets.put8(out, at, 0);
        Octets.put16(out, at + 1, RrType.OPT);
        Octets.put16(out, at + 3, ResponseWriter.UDP_PAYLOAD_OCTETS);
        Octets.put8(out, at + 5, rcode >>> 4);
        Octets.put8(out, at + 6, 0);
        Octets.put16(out, at + 7, query.dnssecOk ? DO : 0);
        Octets.put16(out, at + 9, octets - FIXED_OCTETS);
        if (octets > FIXED_OCTETS) {
            subnet(out, at + FIXED_OCTETS, query, scopeLength, octets - FIXED_OCTETS);
        }
    }

    private static void subnet(MemorySegment out, long at, Query query, int scopeLength, int octets) {
        Octets.put16(out, at, OPTION_SUBNET);
        Octets.put16(out, at + 2, octets - 4);
        Octets.put16(out, at + 4, query.ecsFamily);
        Octets.put8(out, at + 6, query.ecsSourceLength);
        Octets.put8(out, at + 7, scopeLength);
        for (int i = 0; i < octets - SUBNET_FIXED_OCTETS; i++) {
            long octet = i < 8 ? query.ecsHigh >>> (56 - 8 * i) : query.ecsLow >>> (120 - 8 * i);
            Octets.put8(out, at + SUBNET_FIXED_OCTETS + i, (int) octet);
        }
    }
}
