package io.proxima.zone;

import io.proxima.wire.Name;

/** The fields of SOA RDATA (RFC 1035 section 3.3.13) that a zone is checked for. */
final class Soa {
    private Soa() {}

    /** The last 32 bits: the TTL of negative answers (RFC 2308 section 4). */
    static long minimumSeconds(byte[] rdata) {
        long value = 0;
        for (int i = rdata.length - 4; i < rdata.length; i++) {
            value = (value << 8) | (rdata[i] & 0xff);
        }
        return value;
    }

    /** The mailbox of who is responsible. */
    static Name responsible(byte[] rdata) {
        return Names.in(rdata, Names.in(rdata, 0).length());
    }
}
