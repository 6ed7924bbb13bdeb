package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.fuzz.StrictMessage.Entry;
import io.proxima.wire.Header;
import io.proxima.wire.Name;
import io.proxima.wire.Query;
import io.proxima.wire.QueryParser.Outcome;
import io.proxima.wire.Rcode;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.Message;

/** What must hold of every answer to a message, whatever the message is and whatever zones are served. */
final class AnswerRules {
    private static final int CLASS_IN = 1;
    private static final int CLASS_CHAOS = 3;
    private static final int CLASS_ANY = 255;
    private static final int ECS = 8;
    private static final long MAX_TTL_SECONDS = Integer.MAX_VALUE;
    private static final Set<Integer> QTYPES_REFUSED = Set.of(41, 249, 250, 251, 252, 253, 254);

    private final byte[] message;
    private final Query query;
    private final Outcome outcome;
    private final boolean stream;

    AnswerRules(byte[] message, Query query, Outcome outcome, boolean stream) {
        this.message = message;
        this.query = query;
        this.outcome = outcome;
        this.stream = stream;
    }

    /** Reads an answer by the letter, and has dnsjava read it too. */
    static StrictMessage read(byte[] message, byte[] answer) {
        StrictMessage read = StrictMessage.read(answer)
                .orElseThrow(
                        () -> new AssertionError("no message: " + HexFormat.of().formatHex(answer)));
        try {
            assertTrue(new Message(answer).numBytes() == answer.length || read.has(Header.TC));
        } catch (IOException e) {
            // dnsjava does not read a client subnet of no family, which RFC 7871 section 7.1.2 has a client send.
            boolean familyless = read.opt()
                    .flatMap(opt -> StrictMessage.options(opt, ECS))
                    .filter(options -> options.contains("00000000"))
                    .isPresent();
            assertTrue(familyless, () -> e + " " + HexFormat.of().formatHex(message));
        }
        return read;
    }

    /** Asserts all of it. */
    void check(StrictMessage answer, int octets) {
        header(answer);
        question(answer);
        opt(answer);
        size(answer, octets);
        if (outcome == Outcome.QUERY) {
            answered(answer);
        } else {
            assertEquals(
                    switch (outcome) {
                        case FORMERR -> Rcode.FORMERR;
                        case BADVERS -> Rcode.BADVERS;
                        default -> Rcode.NOTIMP;
                    },
                    answer.rcode());
            bare(answer);
        }
    }

    private void header(StrictMessage answer) {
        int flags = ((message[2] & 0xff) << 8) | (message[3] & 0xff);
        assertEquals(((message[0] & 0xff) << 8) | (message[1] & 0xff), answer.id());
        assertTrue(answer.has(Header.QR));
        int echoed = 0x7800 | Header.RD | Header.CD;
        assertEquals(flags & echoed, answer.flags() & echoed);
        assertEquals(0, answer.flags() & 0x00e0, "RA, Z and AD are not ours to set");
    }

    /** The question comes back octet for octet, so that the case of its letters does (0x20). */
    private void question(StrictMessage answer) {
        assertEquals(query.hasQuestion() ? 1 : 0, answer.questions());
        if (query.hasQuestion()) {
            assertTrue(answer.plainQuestion());
            byte[] sent = Arrays.copyOfRange(
                    message, Header.LENGTH, Header.LENGTH + query.qname().length());
            assertArrayEquals(sent, answer.question().name().octets());
            assertEquals(query.qtype(), answer.question().type());
            assertEquals(query.qclass(), answer.question().qclass());
        }
    }

    /** RFC 6891 sections 6 and 7: one OPT record where the query has one, none where it has none. */
    private void opt(StrictMessage answer) {
        List<Entry> opts = answer.records().stream()
                .filter(record -> record.type() == RrType.OPT)
                .toList();
        assertEquals(query.hasEdns() ? 1 : 0, opts.size());
        if (opts.isEmpty()) {
            return;
        }
        Entry opt = opts.getFirst();
        assertEquals(StrictMessage.ADDITIONAL, opt.section());
        assertEquals(1, opt.nameOctets());
        assertEquals(0, opt.ttl() >>> 16 & 0xff, "the version that we speak");
        assertEquals(query.dnssecOk() ? 0x8000 : 0, opt.ttl() & 0xffff);
        assertTrue(opt.recordClass() >= 512);
        List<String> subnets = StrictMessage.options(opt, ECS).orElseThrow();
        if (outcome != Outcome.QUERY || !query.hasEcs()) {
            assertEquals(List.of(), subnets);
            return;
        }
        assertEquals(1, subnets.size());
        subnet(HexFormat.of().parseHex(subnets.getFirst()));
    }

    /** RFC 7871 section 7.2.1: family, source and address as they came; a scope no longer than the family's addresses. */
    private void subnet(byte[] option) {
        assertEquals(query.ecsFamily(), option[1]);
        assertEquals(query.ecsSourceLength(), option[2] & 0xff);
        byte[] address = new byte[16];
        for (int i = 0; i < 16; i++) {
            address[i] = (byte) (i < 8 ? query.ecsHigh() >>> (56 - 8 * i) : query.ecsLow() >>> (120 - 8 * i));
        }
        assertArrayEquals(
                Arrays.copyOf(address, (query.ecsSourceLength() + 7) / 8),
                Arrays.copyOfRange(option, 4, option.length));
        int scope = option[3] & 0xff;
        assertTrue(scope <= (query.ecsFamily() == 2 ? 128 : 32));
        assertTrue(scope == 0 || query.ecsSourceLength() > 0);
    }

    /** Whether an option's data is a client subnet by RFC 7871 sections 6 and 7.1.2. */
    static boolean isSubnet(String data) {
        byte[] octets = HexFormat.of().parseHex(data);
        if (octets.length < 4 || octets[0] != 0 || octets[1] < 0 || octets[1] > 2 || octets[3] != 0) {
            return false;
        }
        int source = octets[2] & 0xff;
        int widest = new int[] {0, 32, 128}[octets[1]];
        if (source > widest || octets.length != 4 + (source + 7) / 8) {
            return false;
        }
        return source % 8 == 0 || (octets[octets.length - 1] & (0xff >>> source % 8)) == 0;
    }

    private void size(StrictMessage answer, int octets) {
        if (stream) {
            assertTrue(octets <= 65_535);
            return;
        }
        int most = query.hasEdns() ? Math.min(query.payloadOctets(), 1232) : 512;
        assertTrue(octets <= most, octets + " octets where " + most + " may be sent");
        assertEquals(query.hasEdns(), answer.opt().isPresent());
    }

    /** Nothing but the question and EDNS: an error. */
    private static void bare(StrictMessage answer) {
        assertTrue(!answer.has(Header.AA) && !answer.has(Header.TC));
        assertEquals(List.of(), answer.section(StrictMessage.ANSWER));
        assertEquals(List.of(), answer.section(StrictMessage.AUTHORITY));
        assertTrue(answer.section(StrictMessage.ADDITIONAL).stream()
                .allMatch(record -> record.type() == RrType.OPT || record.type() == RrType.TSIG));
    }

    private void answered(StrictMessage answer) {
        if (query.qclass() == CLASS_CHAOS) {
            return; // about the server, not from a zone
        }
        boolean served = query.qclass() == CLASS_IN || query.qclass() == CLASS_ANY;
        switch (answer.rcode()) {
            case Rcode.REFUSED -> bare(answer);
            case Rcode.FORMERR, Rcode.NOTIMP -> {
                assertTrue(QTYPES_REFUSED.contains(query.qtype()));
                bare(answer);
            }
            case Rcode.NOERROR, Rcode.NXDOMAIN, Rcode.YXDOMAIN, Rcode.SERVFAIL -> {
                assertTrue(served && !QTYPES_REFUSED.contains(query.qtype()));
                records(answer);
            }
            default -> throw new AssertionError("rcode " + answer.rcode());
        }
    }

    private void records(StrictMessage answer) {
        Set<String> identities = new HashSet<>();
        Map<String, Long> ttls = new HashMap<>();
        for (Entry record : answer.records()) {
            if (record.type() == RrType.OPT || record.type() == RrType.TSIG) {
                continue;
            }
            assertEquals(CLASS_IN, record.recordClass());
            assertTrue(record.ttl() <= MAX_TTL_SECONDS, record::toString);
            assertTrue(identities.add(record.identity()), () -> "twice: " + record);
            String set = record.identity().substring(0, record.identity().lastIndexOf(' '));
            Long other = ttls.putIfAbsent(set, record.ttl());
            assertTrue(other == null || other == record.ttl(), () -> "TTLs differ (RFC 2181 section 5.2): " + record);
        }
        Name last = chain(answer);
        authority(answer, last);
        additional(answer);
    }

    /** Follows CNAME and DNAME from the question; gives the name that the chain leads to. */
    private Name chain(StrictMessage answer) {
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
    private void authority(StrictMessage answer, Name last) {
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
    private static void additional(StrictMessage answer) {
        List<Name> named = new ArrayList<>();
        for (Entry record : answer.records()) {
            int at = record.section() == StrictMessage.ADDITIONAL ? -1 : targetOffset(record.type());
            if (at >= 0) {
                named.add(record.nameAt(at));
            }
        }
        for (Entry record : answer.section(StrictMessage.ADDITIONAL)) {
            switch (record.type()) {
                case RrType.OPT, RrType.TSIG -> {}
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
