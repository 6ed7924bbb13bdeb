package io.proxima.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Writes one response after another into a thread's memory.
 *
 * <p>An RRset is put whole or not at all; room for the OPT record is reserved before anything else. Offsets in the
 * interface count from the message's first octet. Names are written uncompressed in RDATA, so every name that stands in
 * a message can be pointed to. One mutable instance a thread.
 */
public final class ResponseWriter {
    public static final int ANSWER = 0;
    public static final int AUTHORITY = 1;
    public static final int ADDITIONAL = 2;

    /** What we take and send over UDP without fragmentation (RFC 9715). */
    public static final int UDP_PAYLOAD_OCTETS = 1232;

    /** The largest message over TCP. */
    public static final int TCP_OCTETS = 65_535;

    private static final int MIN_UDP_OCTETS = 512;
    private static final int MAX_POINTER = 0x3fff;

    private MemorySegment out = MemorySegment.NULL;
    private long base;
    private int position;
    private int limit;
    private int tsigOctets;
    private final OptRecord opt;
    private int answers;
    private int authorities;
    private int additionals;

    /**
     * @param opt the OPT record of each response
     */
    public ResponseWriter(OptRecord opt) {
        this.opt = opt;
    }

    /**
     * Begins a response: reserves header, OPT record and TSIG record, and echoes the question octet for octet where there is
     * one.
     *
     * <p>The OPT record has begun already.
     */
    public void begin(MemorySegment out, long at, Query query, boolean stream) {
        this.out = out;
        base = at;
        answers = 0;
        authorities = 0;
        additionals = 0;
        position = Header.LENGTH;
        tsigOctets = Tsig.octets(query);
        int most =
                stream ? TCP_OCTETS : query.edns ? Math.min(query.payloadOctets(), UDP_PAYLOAD_OCTETS) : MIN_UDP_OCTETS;
        limit = most - opt.octets() - tsigOctets;
        if (query.question) {
            int octets = query.qname.length() + 4;
            MemorySegment.copy(query.qname.segment(), query.qname.at(), out, base + position, octets);
            position += octets;
        }
    }

    /** Where the next octet goes. */
    public int position() {
        return position;
    }

    /** Looks at the uncompressed name at an offset of this message. */
    public void view(int nameAt, NameView name) {
        if (!name.read(out, base + nameAt, base + position)) {
            throw new IllegalStateException("no name stands there");
        }
    }

    /** The offset of a viewed name's label in this message. */
    public int offsetOf(NameView name, int label) {
        return (int) (name.at() - base) + name.offsetOf(label);
    }

    /** Whether the viewed name equals the one that stands uncompressed at an offset of this message. */
    public boolean same(NameView name, int nameAt) {
        return name.sameAs(base + nameAt);
    }

    /**
     * Puts an RRset, beginning with its record number {@code first}.
     *
     * @param ownerAt where its owner name stands in this message
     * @return whether there was room; if not, nothing was written
     */
    public boolean put(int section, EncodedRrset rrset, int first, int ownerAt) {
        byte[] octets = rrset.octets;
        int size = rrset.size();
        if (ownerAt > MAX_POINTER) {
            return putFar(section, rrset, ownerAt);
        }
        if (position + octets.length > limit) {
            return false;
        }
        int cut = rrset.starts[first];
        long to = base + position;
        MemorySegment.copy(octets, cut, out, ValueLayout.JAVA_BYTE, to, octets.length - cut);
        if (cut > 0) {
            MemorySegment.copy(octets, 0, out, ValueLayout.JAVA_BYTE, to + octets.length - cut, cut);
        }
        if (ownerAt != Header.LENGTH) {
            for (int record = 0; record < size; record++) {
                int start = rrset.starts[record];
                Octets.put16(out, to + (start >= cut ? start - cut : start - cut + octets.length), 0xc000 | ownerAt);
            }
        }
        position += octets.length;
        count(section, size);
        return true;
    }

    /** As {@link #put}, where no pointer reaches the owner name: it is written out before each record. */
    private boolean putFar(int section, EncodedRrset rrset, int ownerAt) {
        int nameOctets = nameOctetsAt(ownerAt);
        int size = rrset.size();
        if (position + rrset.octets.length + size * (nameOctets - 2) > limit) {
            return false;
        }
        for (int record = 0; record < size; record++) {
            MemorySegment.copy(out, base + ownerAt, out, base + position, nameOctets);
            position += nameOctets;
            int from = rrset.starts[record] + 2;
            int octets = rrset.starts[record + 1] - from;
            MemorySegment.copy(rrset.octets, from, out, ValueLayout.JAVA_BYTE, base + position, octets);
            position += octets;
        }
        count(section, size);
        return true;
    }

    private int nameOctetsAt(int nameAt) {
        int octets = 0;
        for (int octet = Octets.u8(out, base + nameAt); octet != 0; octet = Octets.u8(out, base + nameAt + octets)) {
            octets += octet + 1;
        }
        return octets + 1;
    }

    /**
     * Puts chosen records as one RRset with a TTL of its own.
     *
     * @return whether there was room; if not, nothing was written
     */
    public boolean putChosen(int section, Chosen chosen, int ttlSeconds, int ownerAt) {
        int before = position;
        for (int i = 0; i < chosen.count; i++) {
            if (!putWithTtl(section, chosen.get(i), ttlSeconds, ownerAt)) {
                position = before;
                count(section, -i);
                return false;
            }
        }
        return true;
    }

    /**
     * As {@link #put}, the records in their own order, with another TTL.
     *
     * @param ownerAt within a compression pointer's reach: at most 16,383, as the names of a question and its chain are
     */
    public boolean putWithTtl(int section, EncodedRrset rrset, int ttlSeconds, int ownerAt) {
        int at = position;
        if (!put(section, rrset, 0, ownerAt)) {
            return false;
        }
        for (int record = 0; record < rrset.size(); record++) {
            Octets.put32(out, base + at + rrset.starts[record] + EncodedRrset.TTL_AT, ttlSeconds);
        }
        return true;
    }

    /**
     * Puts an SVCB or HTTPS RRset with the addresses given where a record has hints; a hint without addresses is left out.
     *
     * @return whether there was room; if not, nothing was written
     */
    public boolean putServices(
            int type, List<EncodedService> services, Chosen ipv4, Chosen ipv6, int ttlSeconds, int ownerAt) {
        int before = position;
        for (int i = 0; i < services.size(); i++) {
            if (!putService(type, services.get(i), ipv4, ipv6, ttlSeconds, ownerAt)) {
                position = before;
                count(ANSWER, -i);
                return false;
            }
        }
        return true;
    }

    private boolean putService(
            int type, EncodedService service, Chosen ipv4, Chosen ipv6, int ttlSeconds, int ownerAt) {
        int rdataOctets = service.octets(ipv4, ipv6);
        if (position + EncodedRrset.RDATA_AT + rdataOctets > limit) {
            return false;
        }
        putFixed(ownerAt, type, ttlSeconds, rdataOctets);
        service.write(out, base + position, ipv4, ipv6);
        position += rdataOctets;
        count(ANSWER, 1);
        return true;
    }

    private void putFixed(int ownerAt, int type, int ttlSeconds, int rdataOctets) {
        long fixed = base + position;
        Octets.put16(out, fixed, 0xc000 | ownerAt);
        Octets.put16(out, fixed + 2, type);
        Octets.put16(out, fixed + 4, 1);
        Octets.put32(out, fixed + EncodedRrset.TTL_AT, ttlSeconds);
        Octets.put16(out, fixed + 10, rdataOctets);
        position += EncodedRrset.RDATA_AT;
    }

    /**
     * Puts the CNAME that a DNAME gives (RFC 6672 section 3.1): owner is the name, target its first labels and then the
     * DNAME's target.
     *
     * @param labels how many labels of the name stand before the DNAME's owner
     * @return where the new name stands in this message, or -1 if there was no room
     */
    public int putSynthesizedCname(NameView name, int labels, byte[] dnameTarget, int ttlSeconds) {
        int prefixOctets = name.offsetOf(labels);
        int rdataOctets = prefixOctets + dnameTarget.length;
        if (position + EncodedRrset.RDATA_AT + rdataOctets > limit) {
            return -1;
        }
        putFixed(offsetOf(name, 0), RrType.CNAME, ttlSeconds, rdataOctets);
        int targetAt = position;
        MemorySegment.copy(out, name.at(), out, base + targetAt, prefixOctets);
        MemorySegment.copy(
                dnameTarget, 0, out, ValueLayout.JAVA_BYTE, base + targetAt + prefixOctets, dnameTarget.length);
        position = targetAt + rdataOctets;
        count(ANSWER, 1);
        return targetAt;
    }

    private void count(int section, int records) {
        switch (section) {
            case ANSWER -> answers += records;
            case AUTHORITY -> authorities += records;
            default -> additionals += records;
        }
    }

    /**
     * Ends the response: header and OPT record.
     *
     * @param flags AA and TC as they are to be; QR is set, opcode, RD and CD are the query's, RA, Z and AD are zero
     * @param rcode 0 to 4,095; above 15 only where the query has an OPT record
     * @param scopeLength for the client subnet option, in bits
     * @return the message's octets
     */
    public int finish(Query query, int flags, int rcode, int scopeLength) {
        query.rcode = rcode;
        Octets.put16(out, base + Header.ID, query.id);
        Octets.put16(
                out,
                base + Header.FLAGS,
                Header.QR | (query.flags & (0x7800 | Header.RD | Header.CD)) | flags | (rcode & 0xf));
        Octets.put16(out, base + Header.QDCOUNT, query.question ? 1 : 0);
        Octets.put16(out, base + Header.ANCOUNT, answers);
        Octets.put16(out, base + Header.NSCOUNT, authorities);
        Octets.put16(out, base + Header.ARCOUNT, additionals + (query.edns ? 1 : 0));
        if (query.edns) {
            int space = limit + opt.octets() - position;
            position += opt.write(out, base + position, space, query, rcode, scopeLength);
        }
        return position;
    }

    /**
     * Ends the response to a query with a TSIG record of a key that nobody here knows (RFC 8945 section 5.2.1).
     *
     * <p>Where the record has no room over UDP, TC is set instead (RFC 8945 section 5.3).
     */
    public int finishBadKey(Query query) {
        boolean room = position <= limit;
        int octets = finish(query, room ? 0 : Header.TC, Rcode.NOTAUTH, 0);
        if (!room) {
            return octets;
        }
        Octets.put16(out, base + Header.ARCOUNT, (query.edns ? 1 : 0) + 1);
        Tsig.writeBadKey(out, base + octets, query);
        return octets + tsigOctets;
    }
}
