package io.proxima.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The OPT record of one response after another (RFC 6891 section 6.1.2); one mutable instance a thread.
 *
 * <p>It answers the query's options: client subnet (RFC 7871), name server identifier (RFC 5001), cookie (RFC 7873) and
 * TCP keepalive (RFC 7828). An extended error (RFC 8914) is added where there is room when all else is written.
 *
 * <pre>
 * | 0: 1 | TYPE: 2 | payload: 2 | rcode: 1 | version: 1 | DO, Z: 2 | RDLENGTH: 2 | option code: 2 | length: 2 | … |
 * </pre>
 */
public final class OptRecord {
    private static final int FIXED_OCTETS = 11;
    private static final int OPTION_HEADER_OCTETS = 4;
    private static final int SUBNET_FIXED_OCTETS = 4;
    private static final int KEEPALIVE_OCTETS = 2;

    private final byte[] nsid;
    private final int keepaliveTenths;

    private boolean options;
    private boolean cookies;
    private int octets;
    private @Nullable ExtendedError error;

    /**
     * @param nsid what identifies this server, at most 63 octets; none for no identifier
     * @param keepaliveTenths how long an idle connection is kept, in units of 100 ms; 0 where there is none
     */
    public OptRecord(byte[] nsid, int keepaliveTenths) {
        this.nsid = nsid.clone();
        this.keepaliveTenths = keepaliveTenths;
    }

    /**
     * Begins the record that answers a query's.
     *
     * @param options whether the query's options are answered, as they are not in an error
     * @param cookies whether its server cookie is one to be given
     */
    public void begin(Query query, boolean options, boolean cookies) {
        this.options = options;
        this.cookies = cookies;
        error = null;
        octets = query.edns ? FIXED_OCTETS : 0;
        octets += hasSubnet(query) ? OPTION_HEADER_OCTETS + subnetOctets(query) : 0;
        octets += hasNsid(query) ? OPTION_HEADER_OCTETS + nsid.length : 0;
        octets += hasCookie(query) ? OPTION_HEADER_OCTETS + ServerCookies.OPTION_OCTETS : 0;
        octets += hasKeepalive(query) ? OPTION_HEADER_OCTETS + KEEPALIVE_OCTETS : 0;
    }

    /** Says why the response is as it is; the last one said counts. */
    public void error(ExtendedError error) {
        this.error = error;
    }

    /** How long the record is without an extended error; 0 where the query has none. */
    int octets() {
        return octets;
    }

    /**
     * Writes the record.
     *
     * @param space the octets there are, at least {@link #octets}
     * @return the octets written
     */
    int write(MemorySegment out, long at, int space, Query query, int rcode, int scopeLength) {
        Octets.put8(out, at, 0);
        Octets.put16(out, at + 1, RrType.OPT);
        Octets.put16(out, at + 3, ResponseWriter.UDP_PAYLOAD_OCTETS);
        Octets.put8(out, at + 5, rcode >>> 4);
        Octets.put8(out, at + 6, 0);
        Octets.put16(out, at + 7, query.dnssecOk ? Header.DO : 0);
        long next = at + FIXED_OCTETS;
        if (hasSubnet(query)) {
            next = subnet(out, next, query, scopeLength);
        }
        if (hasNsid(query)) {
            next = header(out, next, EdnsOption.NSID, nsid.length);
            MemorySegment.copy(nsid, 0, out, ValueLayout.JAVA_BYTE, next, nsid.length);
            next += nsid.length;
        }
        if (hasCookie(query)) {
            next = header(out, next, EdnsOption.COOKIE, ServerCookies.OPTION_OCTETS);
            Octets.put64(out, next, query.clientCookie);
            Octets.put64(out, next + 8, query.serverCookieHigh);
            Octets.put64(out, next + 16, query.serverCookieLow);
            next += ServerCookies.OPTION_OCTETS;
        }
        if (hasKeepalive(query)) {
            next = header(out, next, EdnsOption.TCP_KEEPALIVE, KEEPALIVE_OCTETS);
            Octets.put16(out, next, keepaliveTenths);
            next += KEEPALIVE_OCTETS;
        }
        ExtendedError said = error;
        if (said != null && octets + said.option.length <= space) {
            byte[] why = said.option;
            MemorySegment.copy(why, 0, out, ValueLayout.JAVA_BYTE, next, why.length);
            next += why.length;
        }
        int written = (int) (next - at);
        Octets.put16(out, at + 9, written - FIXED_OCTETS);
        return written;
    }

    private boolean hasSubnet(Query query) {
        return options && query.ecs;
    }

    private boolean hasNsid(Query query) {
        return options && query.nsid && nsid.length > 0;
    }

    private boolean hasCookie(Query query) {
        return cookies && query.cookieOctets > 0;
    }

    private boolean hasKeepalive(Query query) {
        return options && query.keepalive && keepaliveTenths > 0;
    }

    private static int subnetOctets(Query query) {
        return SUBNET_FIXED_OCTETS + (query.ecsSourceLength + 7) / 8;
    }

    private static long header(MemorySegment out, long at, int code, int length) {
        Octets.put16(out, at, code);
        Octets.put16(out, at + 2, length);
        return at + OPTION_HEADER_OCTETS;
    }

    private static long subnet(MemorySegment out, long at, Query query, int scopeLength) {
        int octets = subnetOctets(query);
        long next = header(out, at, EdnsOption.CLIENT_SUBNET, octets);
        Octets.put16(out, next, query.ecsFamily);
        Octets.put8(out, next + 2, query.ecsSourceLength);
        Octets.put8(out, next + 3, scopeLength);
        for (int i = 0; i < octets - SUBNET_FIXED_OCTETS; i++) {
            long octet = i < 8 ? query.ecsHigh >>> (56 - 8 * i) : query.ecsLow >>> (120 - 8 * i);
            Octets.put8(out, next + SUBNET_FIXED_OCTETS + i, (int) octet);
        }
        return next + octets;
    }
}
