package io.proxima.zone;

import io.proxima.wire.Name;

/** The fields of SOA RDATA (RFC 1035 section 3.3.13) that a zone is checked for. */
final class Soa {
    private Soa() {}

    /** The mailbox of who is responsible. */
    static Name responsible(byte[] rdata) {
        return Names.in(rdata, Names.in(rdata, 0).length());
    }
}
