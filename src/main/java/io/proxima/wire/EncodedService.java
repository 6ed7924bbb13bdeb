package io.proxima.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The RDATA of an SVCB or HTTPS record (RFC 9460 section 2.2), cut where its address hints stand, so that hints can be put
 * in at the time of the query; immutable.
 *
 * <p>Parameters stand in ascending order of their keys: what comes before ipv4hint (4), what comes between, and what comes
 * after ipv6hint (6).
 */
public final class EncodedService {
    private static final int IPV4HINT = 4;
    private static final int IPV6HINT = 6;

    private final byte[] before;
    private final byte[] between;
    private final byte[] after;
    private final boolean ipv4Hint;
    private final boolean ipv6Hint;

    private EncodedService(byte[] before, byte[] between, byte[] after, boolean ipv4Hint, boolean ipv6Hint) {
        this.before = before;
        this.between = between;
        this.after = after;
        this.ipv4Hint = ipv4Hint;
        this.ipv6Hint = ipv6Hint;
    }

    /** Cuts well-formed RDATA. */
    public static EncodedService of(byte[] rdata) {
        int at = 2;
        while (rdata[at] != 0) {
            at += 1 + rdata[at];
        }
        at++;
        int beforeEnd = -1;
        int betweenStart = rdata.length;
        int betweenEnd = rdata.length;
        int afterStart = rdata.length;
        boolean ipv4Hint = false;
        boolean ipv6Hint = false;
        while (at < rdata.length) {
            int key = u16(rdata, at);
            int next = at + 4 + u16(rdata, at + 2);
            if (key >= IPV4HINT && beforeEnd < 0) {
                beforeEnd = at;
                betweenStart = key == IPV4HINT ? next : at;
            }
            if (key >= IPV6HINT && afterStart == rdata.length) {
                betweenEnd = at;
                afterStart = key == IPV6HINT ? next : at;
            }
            ipv4Hint |= key == IPV4HINT;
            ipv6Hint |= key == IPV6HINT;
            at = next;
        }
        beforeEnd = beforeEnd < 0 ? rdata.length : beforeEnd;
        return new EncodedService(
                Arrays.copyOf(rdata, beforeEnd),
                Arrays.copyOfRange(rdata, Math.min(betweenStart, betweenEnd), betweenEnd),
                Arrays.copyOfRange(rdata, afterStart, rdata.length),
                ipv4Hint,
                ipv6Hint);
    }

    /** RDATA that is never changed: its hints, if it has any, are another name's. */
    public static EncodedService asItStands(byte[] rdata) {
        return new EncodedService(rdata.clone(), new byte[0], new byte[0], false, false);
    }

    private static int u16(byte[] octets, int at) {
        return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
    }

    /** Whether the record has an address hint at all. */
    public boolean hasHints() {
        return ipv4Hint || ipv6Hint;
    }

    /** Whether the record has an ipv4hint. */
    public boolean hasIpv4Hint() {
        return ipv4Hint;
    }

    /** Whether the record has an ipv6hint. */
    public boolean hasIpv6Hint() {
        return ipv6Hint;
    }

    /** The octets of the RDATA with these addresses for hints. */
    int octets(Chosen ipv4, Chosen ipv6) {
        return before.length
                + (ipv4Hint ? hintOctets(ipv4, 4) : 0)
                + between.length
                + (ipv6Hint ? hintOctets(ipv6, 16) : 0)
                + after.length;
    }

    private static int hintOctets(Chosen addresses, int addressOctets) {
        return addresses.count == 0 ? 0 : 4 + addressOctets * addresses.count;
    }

    /** Writes the RDATA with these addresses for hints; a hint without addresses is left out. */
    void write(MemorySegment out, long at, Chosen ipv4, Chosen ipv6) {
        long next = copy(before, 0, out, at);
        if (ipv4Hint) {
            next = hint(IPV4HINT, ipv4, 4, out, next);
        }
        next = copy(between, 0, out, next);
        if (ipv6Hint) {
            next = hint(IPV6HINT, ipv6, 16, out, next);
        }
        copy(after, 0, out, next);
    }

    private static long hint(int key, Chosen addresses, int addressOctets, MemorySegment out, long at) {
        if (addresses.count == 0) {
            return at;
        }
        Octets.put16(out, at, key);
        Octets.put16(out, at + 2, addresses.count * addressOctets);
        long next = at + 4;
        for (int i = 0; i < addresses.count; i++) {
            next = copy(addresses.get(i).octets, EncodedRrset.RDATA_AT, out, next);
        }
        return next;
    }

    private static long copy(byte[] octets, int from, MemorySegment out, long at) {
        MemorySegment.copy(octets, from, out, ValueLayout.JAVA_BYTE, at, octets.length - from);
        return at + octets.length - from;
    }
}
