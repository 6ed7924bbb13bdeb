package io.proxima.wire;

import java.lang.foreign.MemorySegment;

/**
 * Reads a message as a query, without allocation and without exceptions for what a client may send.
 *
 * <p>The whole message is read, to its last octet: sections other than the question's are skipped record by record, and
 * the OPT record (RFC 6891 section 6.1) and the TSIG record (RFC 8945 section 5.2) are looked at. Thread-safe; what is
 * read goes into the caller's {@link Query}.
 */
public final class QueryParser {

    /** What is to become of a message. */
    public enum Outcome {
        /** A query to answer. */
        QUERY,
        /** No answer: too short for a header, or itself a response. */
        DROP,
        /** Not the format of a query. */
        FORMERR,
        /** An operation that is not served. */
        NOTIMP,
        /** An EDNS version that is not served (RFC 6891 section 6.1.3). */
        BADVERS,
        /** Signed with a key that nobody here knows (RFC 8945 section 5.2.1). */
        BADKEY,
        /** No question, but a cookie: a query for a server cookie (RFC 7873 section 5.4). */
        COOKIE
    }

    private static final int RR_FIXED_OCTETS = 10;

    private QueryParser() {}

    /**
     * Reads the message of {@code length} octets at {@code at}.
     *
     * <p>Where the outcome is an error, the query's question and EDNS stand as far as they were well-formed, so that the
     * response can carry them.
     */
    public static Outcome parse(MemorySegment in, long at, int length, Query query) {
        query.clear();
        if (length < Header.LENGTH) {
            return Outcome.DROP;
        }
        query.message = in;
        query.id = Octets.u16(in, at + Header.ID);
        query.flags = Octets.u16(in, at + Header.FLAGS);
        if ((query.flags & Header.QR) != 0) {
            return Outcome.DROP;
        }
        Outcome outcome = sections(in, at, at + length, query);
        return Header.opcode(query.flags) == 0 || outcome == Outcome.BADKEY ? outcome : Outcome.NOTIMP;
    }

    private static Outcome sections(MemorySegment in, long at, long end, Query query) {
        int questions = Octets.u16(in, at + Header.QDCOUNT);
        long next = at + Header.LENGTH;
        if (questions > 1) {
            return Outcome.FORMERR;
        }
        if (questions == 1) {
            if (!query.qname.read(in, next, end) || end - next - query.qname.length() < 4) {
                return Outcome.FORMERR;
            }
            next += query.qname.length();
            query.qtype = Octets.u16(in, next);
            query.qclass = Octets.u16(in, next + 2);
            query.question = true;
            next += 4;
        }
        int records = Octets.u16(in, at + Header.ANCOUNT) + Octets.u16(in, at + Header.NSCOUNT);
        next = skipRecords(in, at, next, end, records);
        next = next < 0 ? -1 : additional(in, at, next, end, query);
        if (next != end) {
            return Outcome.FORMERR;
        }
        if (query.edns && query.ednsVersion != 0) {
            return Outcome.BADVERS;
        }
        if (query.hasTsig()) {
            return Outcome.BADKEY;
        }
        return query.question ? Outcome.QUERY : query.hasCookie() ? Outcome.COOKIE : Outcome.FORMERR;
    }

    private static long skipRecords(MemorySegment in, long message, long at, long end, int records) {
        long next = at;
        for (int i = 0; i < records && next >= 0; i++) {
            long fixed = fixedPart(in, message, next, end);
            int type = typeAt(in, fixed);
            next = type == RrType.OPT || type == RrType.TSIG ? -1 : after(in, fixed, end);
        }
        return next;
    }

    /** Reads the additional section: one OPT record at most, and one TSIG record at most, the last of all. */
    private static long additional(MemorySegment in, long message, long at, long end, Query query) {
        long next = at;
        for (int records = Octets.u16(in, message + Header.ARCOUNT); records > 0; records--) {
            long fixed = fixedPart(in, message, next, end);
            long after = -1;
            switch (typeAt(in, fixed)) {
                case RrType.OPT -> {
                    if (!query.edns && fixed == next + 1) { // one at most, its owner the root
                        after = OptParser.parse(in, next, end, query);
                    }
                }
                case RrType.TSIG -> {
                    if (records == 1 && Tsig.parse(in, message, next, fixed, end, query)) {
                        after = end;
                    }
                }
                default -> after = after(in, fixed, end);
            }
            if (after < 0) {
                return -1;
            }
            next = after;
        }
        return next;
    }

    /** Where what follows a record's owner begins: type, class, TTL and length of its data; -1 if they are not whole there. */
    private static long fixedPart(MemorySegment in, long message, long at, long end) {
        long fixed = CompressedName.skip(in, message, at, end);
        return fixed < 0 || end - fixed < RR_FIXED_OCTETS ? -1 : fixed;
    }

    /** The type of a record; -1 where none is whole. */
    private static int typeAt(MemorySegment in, long fixed) {
        return fixed < 0 ? -1 : Octets.u16(in, fixed);
    }

    /** Where the next record begins; -1 if this one is not whole. */
    private static long after(MemorySegment in, long fixed, long end) {
        long after = fixed < 0 ? -1 : fixed + RR_FIXED_OCTETS + Octets.u16(in, fixed + 8);
        return after > end ? -1 : after;
    }
}
