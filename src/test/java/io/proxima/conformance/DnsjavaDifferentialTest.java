package io.proxima.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.wire.Header;
import io.proxima.wire.Query;
import io.proxima.wire.QueryParser;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Our parser and our responses before dnsjava's eyes, over queries sound and spoiled. */
class DnsjavaDifferentialTest {
    private static final int QUERIES = 30_000;

    private static QueryParser.Outcome parse(byte[] message, Query query) {
        return QueryParser.parse(MemorySegment.ofArray(message), 0, message.length, query);
    }

    /**
     * What we take for a query dnsjava reads with the same meaning; what we reject it rejects, or we know why.
     *
     * <p>Known: records that are neither question nor OPT are skipped by their lengths, so that dnsjava may dislike what
     * stands in them, as it may dislike options that we read over, such as a cookie of three octets. dnsjava takes
     * messages with octets left over, with any number of questions and OPT records in any place, compressed questions,
     * and client subnets with bits beyond the prefix; it rejects family 0, which clients send that want none to be said.
     * It reads an OPT record's flags as none where the first bit of its TTL is set (as RFC 2181 section 8 has it of TTLs).
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void theParserAgreesWithDnsjava(long seed) {
        Mutations mutations = new Mutations(seed);
        Query query = new Query();
        int accepted = 0;
        int both = 0;
        for (int i = 0; i < QUERIES; i++) {
            byte[] message = mutations.next();
            QueryParser.Outcome outcome = parse(message, query);
            Message referee = read(message);
            String shown = "seed " + seed + ", " + i + ": " + HexFormat.of().formatHex(message);
            if (outcome == QueryParser.Outcome.QUERY) {
                accepted++;
                if (referee != null) {
                    both++;
                    assertSameMeaning(query, referee, shown);
                } else {
                    assertTrue(hasOtherRecords(message, query) || query.hasEdns(), shown);
                }
            } else if (outcome == QueryParser.Outcome.FORMERR && referee != null) {
                assertTrue(isMalformedForAQuery(message, referee), shown);
            }
        }
        assertTrue(accepted > QUERIES / 4 && both > accepted * 3 / 4, accepted + " accepted, " + both + " by both");
    }

    private static Message read(byte[] message) {
        byte[] whole = message.clone();
        if (whole.length > 2) {
            whole[2] &= ~2; // dnsjava is content with less where TC is set
        }
        try {
            return new Message(whole);
        } catch (IOException | RuntimeException _) { // some of its records' parsers let other exceptions escape
            return null;
        }
    }

    private static boolean hasOtherRecords(byte[] message, Query query) {
        return Sections.counts(message).stream()
                        .skip(1)
                        .mapToInt(count -> count)
                        .sum()
                > (query.hasEdns() ? 1 : 0);
    }

    private static boolean isMalformedForAQuery(byte[] message, Message referee) {
        boolean questions = referee.getSection(Section.QUESTION).size() != 1;
        boolean leftOver = referee.numBytes() != message.length;
        long opts = 0;
        boolean misplaced = false;
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
            for (Record record : referee.getSection(section)) {
                if (record.getType() == Type.OPT) {
                    opts++;
                    misplaced |=
                            section != Section.ADDITIONAL || !record.getName().equals(Name.root);
                }
            }
        }
        boolean compressed = HexFormat.of()
                .formatHex(message, Header.LENGTH, Math.min(message.length, Header.LENGTH + 48))
                .contains("c0");
        boolean subnet =
                referee.getOPT() != null && !referee.getOPT().getOptions(8).isEmpty();
        return questions || leftOver || opts > 1 || misplaced || compressed || subnet;
    }

    private static void assertSameMeaning(Query query, Message referee, String shown) {
        Record question = referee.getQuestion();
        assertEquals(referee.getHeader().getID(), query.id(), shown);
        assertEquals(Opcode.QUERY, referee.getHeader().getOpcode(), shown);
        assertEquals(question.getType(), query.qtype(), shown);
        assertEquals(question.getDClass(), query.qclass(), shown);
        assertEquals(question.getName().length(), query.qname().length(), shown);
        assertEquals(question.getName().labels() - 1, query.qname().labelCount(), shown);
        OPTRecord opt = referee.getOPT();
        assertEquals(opt != null, query.hasEdns(), shown);
        if (opt != null) {
            assertEquals(Math.max(512, opt.getPayloadSize()), query.payloadOctets(), shown);
            assertTrue(((opt.getFlags() & 0x8000) != 0) == query.dnssecOk() || opt.getFlags() == 0, shown);
            assertEquals(!opt.getOptions(8).isEmpty(), query.hasEcs(), shown);
        }
    }

    /** A header that says it is a query always has an answer, whatever follows, and the answer is one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyQueryHasAWellFormedAnswer(boolean stream) throws IOException {
        TestServer server = Sections.usual();
        Mutations mutations = new Mutations(3);
        for (int i = 0; i < QUERIES; i++) {
            byte[] query = mutations.next();
            byte[] response = server.answer(query, stream);
            String shown = i + ": " + HexFormat.of().formatHex(query);
            boolean isQuery = query.length >= 12 && query[2] >= 0;
            assertEquals(isQuery, response.length > 0, shown);
            if (isQuery) {
                assertWellFormed(query, response, stream, shown);
            }
        }
    }

    private static void assertWellFormed(byte[] query, byte[] response, boolean stream, String shown)
            throws IOException {
        assertTrue(response.length <= (stream ? 65_535 : 1232), shown);
        assertEquals(query[0], response[0], shown);
        assertEquals(query[1], response[1], shown);
        assertEquals(0x80, response[2] & 0x80, shown);
        assertEquals(query[2] & 0x79, response[2] & 0x79, shown); // opcode, RD
        assertEquals(0, response[3] & 0xe0, shown); // RA, Z, AD
        Message message = isSubnetWithoutFamily(response) ? null : new Message(response);
        if (message == null) {
            return;
        }
        assertEquals(response.length, message.numBytes(), shown);
        assertTrue(
                message.getOPT() == null
                        || message.getSection(Section.ADDITIONAL).getLast().getType() == Type.OPT,
                shown);
        Set<String> sets = new HashSet<>();
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
            for (Record record : message.getSection(section)) {
                if (record.getType() != Type.OPT) {
                    assertTrue(isOurs(record.getName()), shown + message);
                    assertEquals(DClass.IN, record.getDClass(), shown);
                    assertTrue(
                            sets.add(record.getName() + " " + record.getType() + " " + record.rdataToString()),
                            shown + message);
                }
            }
        }
        for (RRset rrset : message.getSectionRRsets(Section.AUTHORITY)) {
            assertTrue(List.of(Type.SOA, Type.NS).contains(rrset.getType()), shown);
        }
        assertFalse(message.getRcode() == 2, shown);
    }

    /** dnsjava does not read family 0. */
    private static boolean isSubnetWithoutFamily(byte[] response) {
        return HexFormat.of().formatHex(response).contains("0008000400000000");
    }

    private static boolean isOurs(Name name) {
        return name.toString().toLowerCase(java.util.Locale.ROOT).matches("(.*\\.)?example\\.(com|net)\\.");
    }

    @Test
    void theSameSeedGivesTheSameQueries() {
        Mutations one = new Mutations(9);
        Mutations other = new Mutations(9);
        for (int i = 0; i < 100; i++) {
            assertEquals(HexFormat.of().formatHex(one.next()), HexFormat.of().formatHex(other.next()));
        }
    }
}
