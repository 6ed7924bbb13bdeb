package io.proxima.wire;

/** EDNS option codes (IANA's registry). */
final class EdnsOption {
    /** RFC 5001. */
    static final int NSID = 3;
    /** RFC 7871. */
    static final int CLIENT_SUBNET = 8;
    /** RFC 7873. */
    static final int COOKIE = 10;
    /** RFC 7828. */
    static final int TCP_KEEPALIVE = 11;
    /** RFC 8914. */
    static final int EXTENDED_ERROR = 15;

    private EdnsOption() {}
}
