package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.fuzz.StrictMessage.Entry;
import io.proxima.wire.Header;
import io.proxima.wire.Name;
import io.proxima.wire.Query;
import io.proxima.wire.Rcode;
import io.proxima.wire.RrType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold of the records of an answer from zones, told from question and answer alone. */
final class SectionRules {
    private static final int CLASS_IN = 1;
    private static final int CLASS_ANY = 255;
    private static final long MAX_TTL_SECONDS = Integer.MAX_VALUE;

    private final Query query;
    private final StrictMessage answer;

    SectionRules(Query query, StrictMessage answer) {
        this.query = query;
        this.answer = answer;
    }

    /** Asserts all of it. */
    void check() {
        Set<String> identities = new HashSet<>();
        Map<String, Long> ttls = new HashMap<>();
        for (Entry record : answer.records()) {
            if (record.type() == RrType.OPT) {
                continue;
            }
            assertEquals(CLASS_IN, record.recordClass());
            assertTrue(record.ttl() <= MAX_TTL_SECONDS, record::toString);
            assertTrue(identities.add(record.identity()), () -> "twice: " + record);
            String set = record.identity().substring(0, record.identity().lastIndexOf(' '));
            Long other = ttls.putIfAbsent(set, record.ttl());
            assertTrue(other == null || other == record.ttl(), () -> "TTLs differ (RFC 2181 section 5.2): " + record);
        }
        Name last = chain();
        authority(last);
        additional();
    }

    /** Follows CNAME and DNAME from the question; gives the name that the chain leads to. */
    private Name chain() {
        Name at = answer.question().name();
        Name other = at;
        int qtype = query.qtype();
        for (Entry record : answer.section(StrictMessage.ANSWER)) {
            if (record.type() == RrType.DNAME && !record.owner().equals(at)) {
                assertTrue(at.isAtOrBelow(record.owner()), "a DNAME that is not above: " + record);
                continue;
            }
            assertTrue(record.owner().equals(at) || record.owner().equals(other), "not asked for: " + record);
            at = record.owner();
            if (record.type() == RrType.CNAME && qtype != RrType.CNAME) {
                other = qtype == RrType.ANY ? at : record.nameAt(0);
                at = record.nameAt(0);
            } else {
                assertTrue(qtype == RrType.ANY || record.type() == qtype, "not of the type asked for: " + record);
            }
        }
        return at;
    }

    /** RFC 2308 section 2, RFC 1034 section 4.3.2: one SOA of no data, or the NS of one delegation, or nothing. */
    private void authority(Name last) {
        List<Entry> authority = answer.section(StrictMessage.AUTHORITY);
        boolean empty = answer.section(StrictMessage.ANSWER).isEmpty();
        if (authority.isEmpty()) {
            boolean whole = answer.rcode() == Rcode.NOERROR || answer.rcode() == Rcode.NXDOMAIN;
            assertTrue(!(whole && (empty || answer.rcode() == Rcode.NXDOMAIN)) || answer.has(Header.TC), "no SOA");
            return;
        }
        Entry first = authority.getFirst();
        assertTrue(answer.rcode() == Rcode.NOERROR || answer.rcode() == Rcode.NXDOMAIN);
        assertTrue(last.isAtOrBelow(first.owner()), () -> first + " is not above " + last);
        if (first.type() == RrType.SOA) {
            assertEquals(1, authority.size());
            assertTrue(answer.has(Header.AA) || query.qclass() == CLASS_ANY);
            return;
        }
        assertEquals(Rcode.NOERROR, answer.rcode());
        assertTrue(!answer.has(Header.AA) || !empty, "authority over what is delegated");
        for (Entry record : authority) {
            assertEquals(RrType.NS, record.type());
            assertEquals(first.owner(), record.owner());
        }
    }

    /** Only addresses of hosts that the other sections name. */
    private void additional() {
        List<Name> named = new ArrayList<>();
        for (Entry record : answer.records()) {
            int at = record.section() == StrictMessage.ADDITIONAL ? -1 : targetOffset(record.type());
            if (at >= 0) {
                named.add(record.nameAt(at));
            }
        }
        for (Entry record : answer.section(StrictMessage.ADDITIONAL)) {
            switch (record.type()) {
                case RrType.OPT -> {}
                case RrType.A, RrType.AAAA -> assertTrue(named.contains(record.owner()), () -> "unasked: " + record);
                default -> throw new AssertionError("in the additional section: " + record);
            }
        }
    }

    private static int targetOffset(int type) {
        return switch (type) {
            case RrType.NS -> 0;
            case RrType.MX, RrType.SVCB, RrType.HTTPS -> 2;
            case RrType.SRV -> 6;
            default -> -1;
        };
    }
}
