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
    private static final int TSIG = 250;
    private static final int ECS = 8;

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
        if (Header.opcode(message.flags()) != 0) {
            assertEquals(Outcome.NOTIMP, outcome);
            return;
        }
        if (message.records().stream().anyMatch(record -> record.type() == TSIG)) {
            return; // a signature has rules of its own
        }
        List<StrictMessage.Entry> opts =
                message.records().stream().filter(record -> record.type() == 41).toList();
        boolean soundOpt = opts.isEmpty()
                || (opts.size() == 1
                        && opts.getFirst().section() == StrictMessage.ADDITIONAL
                        && opts.getFirst().nameOctets() == 1);
        if (message.questions() != 1 || !message.plainQuestion() || !soundOpt) {
            assertEquals(Outcome.FORMERR, outcome);
            return;
        }
        if (opts.isEmpty()) {
            assertEquals(Outcome.QUERY, outcome);
            assertTrue(!query.hasEdns());
        } else {
            assertSameOpt(opts.getFirst(), query, outcome);
        }
        assertEquals(message.question().type(), query.qtype());
        assertEquals(message.question().qclass(), query.qclass());
        assertEquals(message.question().name().length(), query.qname().length());
        assertEquals(message.question().name().labelCount(), query.qname().labelCount());
    }

    private static void assertSameOpt(StrictMessage.Entry opt, Query query, Outcome outcome) {
        int version = (int) (opt.ttl() >>> 16) & 0xff;
        assertTrue(query.hasEdns());
        assertEquals(version, query.ednsVersion());
        assertEquals(Math.max(512, opt.recordClass()), query.payloadOctets());
        assertEquals((opt.ttl() & 0x8000) != 0, query.dnssecOk());
        if (version != 0) {
            assertEquals(Outcome.BADVERS, outcome);
            return;
        }
        Optional<List<String>> subnets = StrictMessage.options(opt, ECS);
        boolean sound = subnets.isPresent() && subnets.get().stream().allMatch(AnswerRules::isSubnet);
        assertEquals(sound ? Outcome.QUERY : Outcome.FORMERR, outcome);
        assertEquals(sound && !subnets.get().isEmpty(), sound && query.hasEcs());
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
