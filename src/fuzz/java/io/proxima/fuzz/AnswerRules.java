package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.fuzz.StrictMessage.Entry;
import io.proxima.wire.Header;
import io.proxima.wire.Query;
import io.proxima.wire.QueryParser.Outcome;
import io.proxima.wire.Rcode;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.Message;

/** What must hold of every answer to a message, whatever the message is and whatever zones are served. */
final class AnswerRules {
    private static final int CLASS_IN = 1;
    private static final int CLASS_CHAOS = 3;
    private static final int CLASS_ANY = 255;
    private static final int NSID = 3;
    private static final int ECS = 8;
    private static final int COOKIE = 10;
    private static final int KEEPALIVE = 11;
    private static final int EXTENDED_ERROR = 15;
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
        List<Entry> signatures = answer.ofType(RrType.TSIG);
        assertEquals(outcome == Outcome.BADKEY && !answer.has(Header.TC) ? 1 : 0, signatures.size());
        if (outcome == Outcome.QUERY) {
            answered(answer);
            return;
        }
        bare(answer);
        int rcode = answer.rcode();
        switch (outcome) {
            case BADVERS -> assertEquals(Rcode.BADVERS, rcode);
            case NOTIMP -> assertEquals(Rcode.NOTIMP, rcode);
            case BADKEY -> assertEquals(Rcode.NOTAUTH, rcode);
            case COOKIE -> assertTrue(rcode == Rcode.NOERROR || rcode == Rcode.BADCOOKIE);
            default -> assertEquals(Rcode.FORMERR, rcode);
        }
        if (!signatures.isEmpty()) {
            badKey(signatures.getFirst(), answer);
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
        List<Entry> opts = answer.ofType(RrType.OPT);
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
        boolean asked = outcome == Outcome.QUERY;
        List<String> subnets = StrictMessage.options(opt, ECS).orElseThrow();
        List<String> cookies = StrictMessage.options(opt, COOKIE).orElseThrow();
        assertEquals(asked && query.hasEcs() ? 1 : 0, subnets.size());
        subnets.forEach(data -> subnet(HexFormat.of().parseHex(data)));
        assertEquals(query.hasCookie() ? 1 : 0, cookies.size());
        cookies.forEach(data -> assertEquals(48, data.length(), "a client's cookie and one of ours"));
        int keepalives = StrictMessage.options(opt, KEEPALIVE).orElseThrow().size();
        assertTrue(keepalives <= (stream && asked ? 1 : 0), "keepalive is for streams (RFC 7828 section 3.2.2)");
        assertTrue(StrictMessage.options(opt, NSID).orElseThrow().size() <= (asked ? 1 : 0));
        assertTrue(StrictMessage.options(opt, EXTENDED_ERROR).orElseThrow().size() <= 1);
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

    /** RFC 8945 section 5.3.2: the last record, unsigned, with the error that no key is known. */
    private static void badKey(Entry signature, StrictMessage answer) {
        assertEquals(answer.records().getLast(), signature);
        assertEquals(255, signature.recordClass());
        assertEquals(0, signature.ttl());
        byte[] octets = signature.octets();
        assertArrayEquals(new byte[] {0, 17, 0, 0}, Arrays.copyOfRange(octets, octets.length - 4, octets.length));
        assertArrayEquals(new byte[2], Arrays.copyOfRange(octets, octets.length - 8, octets.length - 6));
    }

    /** Nothing but the question, EDNS and signature: an error. */
    private void bare(StrictMessage answer) {
        assertTrue(!answer.has(Header.AA));
        assertTrue(!answer.has(Header.TC) || outcome == Outcome.BADKEY);
        assertEquals(List.of(), answer.section(StrictMessage.ANSWER));
        assertEquals(List.of(), answer.section(StrictMessage.AUTHORITY));
        assertTrue(answer.section(StrictMessage.ADDITIONAL).stream()
                .allMatch(record -> record.type() == RrType.OPT || record.type() == RrType.TSIG));
    }

    private void answered(StrictMessage answer) {
        if (query.qclass() == CLASS_CHAOS) {
            chaos(answer);
            return;
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
                new SectionRules(query, answer).check();
            }
            default -> throw new AssertionError("rcode " + answer.rcode());
        }
    }

    /** RFC 4892: one text about the server, or a refusal. */
    private void chaos(StrictMessage answer) {
        if (answer.rcode() == Rcode.REFUSED) {
            bare(answer);
            return;
        }
        assertEquals(Rcode.NOERROR, answer.rcode());
        Entry text = answer.section(StrictMessage.ANSWER).getFirst();
        assertEquals(answer.question().name(), text.owner());
        assertEquals(RrType.TXT, text.type());
        assertEquals(CLASS_CHAOS, text.recordClass());
        assertEquals(1, answer.section(StrictMessage.ANSWER).size());
        assertEquals(List.of(), answer.section(StrictMessage.AUTHORITY));
    }
}
