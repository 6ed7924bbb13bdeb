package io.proxima.wire;

import java.lang.foreign.MemorySegment;

/**
 * A query as parsed: what the header, the question and the OPT record say; one mutable instance a thread.
 *
 * <p>{@link QueryParser} fills it; what a message lacks reads as zero or false.
 */
public final class Query {
    final NameView qname = new NameView();
    int id;
    int rcode;
    int flags;
    boolean question;
    int qtype;
    int qclass;
    boolean edns;
    int ednsVersion;
    int payloadOctets;
    boolean dnssecOk;
    boolean ecs;
    int ecsFamily;
    int ecsSourceLength;
    long ecsHigh;
    long ecsLow;
    boolean nsid;
    boolean keepalive;
    int cookieOctets;
    long clientCookie;
    long serverCookieHigh;
    long serverCookieLow;
    /** The memory of the received message, which the offsets below are in. */
    MemorySegment message = MemorySegment.NULL;

    long tsigMessageAt;

    long tsigAt;
    long tsigAlgorithmAt;
    long tsigTimeAt;
    long tsigTailAt;
    int tsigNameOctets;

    void clear() {
        question = false;
        qtype = 0;
        qclass = 0;
        tsigNameOctets = 0;
        edns = false;
        ednsVersion = 0;
        payloadOctets = 0;
        dnssecOk = false;
        ecs = false;
        ecsFamily = 0;
        ecsSourceLength = 0;
        ecsHigh = 0;
        ecsLow = 0;
        nsid = false;
        keepalive = false;
        cookieOctets = 0;
    }

    /** The message's ID. */
    public int id() {
        return id;
    }

    /** The response code that it was answered with, 0 to 4,095; for those who count. */
    public int rcode() {
        return rcode;
    }

    /** Whether there is one well-formed question. */
    public boolean hasQuestion() {
        return question;
    }

    /** The question's name, in the memory of the received message. */
    public NameView qname() {
        return qname;
    }

    /** The question's type. */
    public int qtype() {
        return qtype;
    }

    /** The question's class. */
    public int qclass() {
        return qclass;
    }

    /** Whether there is an OPT record (RFC 6891). */
    public boolean hasEdns() {
        return edns;
    }

    /** The OPT record's version. */
    public int ednsVersion() {
        return ednsVersion;
    }

    /** The UDP payload the requestor takes, in octets: at least 512, which is also said where there is no OPT record. */
    public int payloadOctets() {
        return Math.max(payloadOctets, 512);
    }

    /** The DO bit (RFC 3225). */
    public boolean dnssecOk() {
        return dnssecOk;
    }

    /** Whether there is a client subnet option (RFC 7871). */
    public boolean hasEcs() {
        return ecs;
    }

    /** The client subnet's address family number: 1 IPv4, 2 IPv6, 0 with a source prefix length of 0. */
    public int ecsFamily() {
        return ecsFamily;
    }

    /** The client subnet's source prefix length in bits. */
    public int ecsSourceLength() {
        return ecsSourceLength;
    }

    /** Whether there is a cookie option (RFC 7873). */
    public boolean hasCookie() {
        return cookieOctets > 0;
    }

    /** Whether the cookie option has a server cookie, of whatever server. */
    public boolean hasServerCookie() {
        return cookieOctets > 8;
    }

    /** Whether there is a TSIG record (RFC 8945). */
    public boolean hasTsig() {
        return tsigNameOctets > 0;
    }

    /** The first 64 bits of the client subnet, as in {@link io.proxima.net.Prefix}. */
    public long ecsHigh() {
        return ecsHigh;
    }

    /** The last 64 bits of the client subnet. */
    public long ecsLow() {
        return ecsLow;
    }
}
