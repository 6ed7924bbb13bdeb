package io.proxima.server;

/** How a DNS message travels. */
public enum Transport {
    /** One datagram, one message. */
    UDP,
    /** The same, taken in the driver of an interface. */
    XDP,
    /** A stream of messages, each behind its length (RFC 7766). */
    TCP
}
