package io.proxima.answer;

/** How a message came. */
public enum Transport {
    /** One message a datagram; long responses are truncated. */
    UDP,
    /** A stream; responses are whole (RFC 7766). */
    TCP
}
