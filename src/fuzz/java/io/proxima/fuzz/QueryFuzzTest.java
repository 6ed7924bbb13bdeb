package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.proxima.answer.Transport;
import io.proxima.catalog.Catalog;
import io.proxima.net.ClientAddress;
import io.proxima.wire.Header;
import io.proxima.wire.Query;
import io.proxima.wire.QueryParser;
import io.proxima.wire.QueryParser.Outcome;
import io.proxima.wire.RrType;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/**
 * Any octets as a message to the whole query path, over UDP and TCP, from an IPv4 and an IPv6 client.
 *
 * <p>What is too short for a header, or itself a response, has no answer; all else has one, and {@link AnswerRules} says
 * what an answer is. Both transports must agree, and the query parser with {@link StrictMessage}.
 */
class QueryFuzzTest {
    private static final int ECS = 8;
    private static final int COOKIE = 10;

    private static final Catalog CATALOG = Releases.catalog();
    private static final GuardedEngine UDP = new GuardedEngine(CATALOG, Transport.UDP);
    private static final GuardedEngine TCP = new GuardedEngine(CATALOG, Transport.TCP);
    private static final ClientAddress IPV4 = new ClientAddress();
    private static final ClientAddress IPV6 = new ClientAddress();

    static {
        IPV4.setIpv4(0xc6336435); // 198.51.100.53
        IPV6.setIpv6(0x20010db800100000L, 0x35);
    }

    @FuzzTest(maxDuration = "5m")
    void everyQueryHasAnAnswer(byte[] message) {
        Query query = new Query();
        Outcome outcome = QueryParser.parse(MemorySegment.ofArray(message), 0, message.length, query);
        Optional<StrictMessage> read = StrictMessage.read(message);
        boolean silent = message.length < Header.LENGTH || (message[2] & 0x80) != 0;
        assertEquals(silent, outcome == Outcome.DROP);
        if (!silent) {
            read.ifPresent(strict -> assertSameReading(strict, query, outcome));
        }
        for (ClientAddress client : List.of(IPV4, IPV6)) {
            byte[] udp = UDP.answer(message, client);
            byte[] tcp = TCP.answer(message, client);
            assertEquals(silent, udp.length == 0);
            assertEquals(silent, tcp.length == 0);
            if (!silent) {
                StrictMessage datagram = AnswerRules.read(message, udp);
                StrictMessage whole = AnswerRules.read(message, tcp);
                new AnswerRules(message, query, outcome, false).check(datagram, udp.length);
                new AnswerRules(message, query, outcome, true).check(whole, tcp.length);
                assertSameAnswer(datagram, whole);
            }
        }
    }

    /** What is whole must be understood as it stands, and refused for a reason that we can name. */
    private static void assertSameReading(StrictMessage message, Query query, Outcome outcome) {
        Outcome expected = expected(message);
        boolean known = expected == Outcome.BADKEY || Header.opcode(message.flags()) == 0;
        assertEquals(known ? expected : Outcome.NOTIMP, outcome);
        if (expected == Outcome.FORMERR) {
            return; // what was read before the fault stands, but nobody builds on it
        }
        List<StrictMessage.Entry> opts = message.ofType(RrType.OPT);
        assertEquals(!opts.isEmpty(), query.hasEdns());
        if (!opts.isEmpty()) {
            StrictMessage.Entry opt = opts.getFirst();
            assertEquals((int) (opt.ttl() >>> 16) & 0xff, query.ednsVersion());
            assertEquals(Math.max(512, opt.recordClass()), query.payloadOctets());
            assertEquals((opt.ttl() & 0x8000) != 0, query.dnssecOk());
            boolean read = query.ednsVersion() == 0;
            assertEquals(read && !options(opt, ECS).isEmpty(), query.hasEcs());
            assertEquals(read && !options(opt, COOKIE).isEmpty(), query.hasCookie());
        }
        assertEquals(message.questions() == 1, query.hasQuestion());
        if (query.hasQuestion()) {
            assertEquals(message.question().type(), query.qtype());
            assertEquals(message.question().qclass(), query.qclass());
            assertEquals(message.question().name().length(), query.qname().length());
            assertEquals(message.question().name().labelCount(), query.qname().labelCount());
        }
    }

    /** What becomes of a query of opcode 0. */
    private static Outcome expected(StrictMessage message) {
        List<StrictMessage.Entry> opts = message.ofType(RrType.OPT);
        List<StrictMessage.Entry> signatures = message.ofType(RrType.TSIG);
        boolean question = message.questions() == 1 && message.plainQuestion();
        boolean optStands = opts.isEmpty()
                || (opts.size() == 1
                        && opts.getFirst().section() == StrictMessage.ADDITIONAL
                        && opts.getFirst().nameOctets() == 1);
        boolean signatureStands = signatures.isEmpty()
                || (signatures.size() == 1
                        && signatures.getFirst().equals(message.records().getLast())
                        && signatures.getFirst().section() == StrictMessage.ADDITIONAL
                        && isSignature(signatures.getFirst()));
        if ((message.questions() > 0 && !question) || !optStands || !signatureStands) {
            return Outcome.FORMERR;
        }
        if (!opts.isEmpty()) {
            StrictMessage.Entry opt = opts.getFirst();
            if ((opt.ttl() >>> 16 & 0xff) != 0) {
                return Outcome.BADVERS;
            }
            if (!optionsAreSound(opt)) {
                return Outcome.FORMERR;
            }
        }
        if (!signatures.isEmpty()) {
            return Outcome.BADKEY;
        }
        if (question) {
            return Outcome.QUERY;
        }
        return opts.isEmpty() || options(opts.getFirst(), COOKIE).isEmpty() ? Outcome.FORMERR : Outcome.COOKIE;
    }

    private static boolean optionsAreSound(StrictMessage.Entry opt) {
        return StrictMessage.options(opt, ECS)
                        .filter(subnets -> subnets.stream().allMatch(AnswerRules::isSubnet))
                        .isPresent()
                && options(opt, COOKIE).stream()
                        .mapToInt(data -> data.length() / 2)
                        .allMatch(octets -> octets == 8 || (octets >= 16 && octets <= 40));
    }

    private static List<String> options(StrictMessage.Entry opt, int code) {
        return StrictMessage.options(opt, code).orElse(List.of());
    }

    /** RFC 8945 section 4.2: the lengths within add up, and the algorithm's name is not compressed. */
    private static boolean isSignature(StrictMessage.Entry tsig) {
        byte[] octets = tsig.octets();
        int at = 0;
        while (at < octets.length && octets[at] > 0 && octets[at] <= 63) {
            at += 1 + octets[at];
        }
        if (at >= octets.length || octets[at] != 0 || at + 1 > 255 || octets.length < at + 11) {
            return false;
        }
        int tail = at + 11 + u16(octets, at + 9);
        return tsig.recordClass() == 255
                && tsig.ttl() == 0
                && octets.length >= tail + 6
                && octets.length == tail + 6 + u16(octets, tail + 4);
    }

    private static int u16(byte[] octets, int at) {
        return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
    }

    /** A datagram says what the stream says, unless it says that it is cut; addresses may be others of the same pool. */
    private static void assertSameAnswer(StrictMessage datagram, StrictMessage whole) {
        assertTrue(!whole.has(Header.TC));
        assertEquals(whole.has(Header.AA), datagram.has(Header.AA));
        if (!datagram.has(Header.TC)) { // what is cut in the middle of a chain does not know its end
            assertEquals(whole.rcode(), datagram.rcode());
            for (int section : new int[] {StrictMessage.ANSWER, StrictMessage.AUTHORITY}) {
                assertEquals(
                        whole.section(section).size(), datagram.section(section).size());
            }
        }
    }
}
