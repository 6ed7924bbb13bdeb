package io.proxima.zone;

/** The RDATA of one record, as written and as compared. */
final class Rdata {
    private final byte[] octets;
    private final byte[] canonical;

    /**
     * RDATA whose arrays nobody changes any more.
     *
     * @param octets as written, names uncompressed and in their case
     * @param canonical with names in lower case (RFC 4034 section 6.2), to tell duplicates; the same array where it is equal
     */
    Rdata(byte[] octets, byte[] canonical) {
        this.octets = octets;
        this.canonical = canonical;
    }

    byte[] octets() {
        return octets;
    }

    byte[] canonical() {
        return canonical;
    }
}
