package io.proxima.conformance.rfc6891;

import static io.proxima.conformance.Sections.assertOutcome;
import static io.proxima.conformance.Sections.counts;
import static io.proxima.conformance.Sections.flags;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 6891 section 6: the OPT record. */
class EdnsTest {
    private static final byte[] ROOT = {0};

    private final TestServer server = Sections.usual();

    private static RawQuery query() {
        return RawQuery.of("www.example.com.", Type.A);
    }

    private Message ask(RawQuery query) throws IOException {
        return new Message(server.answer(query.toWire(), false));
    }

    @Test
    void section611OptIsAnsweredWithOptAndOnlyThen() throws IOException {
        assertNull(ask(query()).getOPT());
        OPTRecord opt = ask(query().opt(4096, "")).getOPT();
        assertNotNull(opt);
        assertEquals(1232, opt.getPayloadSize());
        assertEquals(0, opt.getVersion());
        assertEquals(0, opt.getFlags());
        assertEquals(List.of(), opt.getOptions());
    }

    @Test
    void section7ErrorsCarryOptToo() throws IOException {
        assertNotNull(ask(RawQuery.of("example.org.", Type.A).opt(1232, "")).getOPT());
        assertNotNull(ask(query().opt(1232, "000c0001")).getOPT());
        assertNotNull(ask(query().opcode(2).opt(1232, "")).getOPT());
    }

    @Test
    void section611SeveralOptRecordsAreAFormatError() {
        byte[] response = server.answer(query().opt(1232, "").opt(1232, "").toWire(), false);
        assertEquals(0x8000 | Rcode.FORMERR, flags(response));
        assertEquals(List.of(1, 0, 0, 1), counts(response));
    }

    @Test
    void section611OptMayStandAnywhereInTheAdditionalSection() throws IOException {
        Message response =
                ask(query().opt(1232, "").record(3, RawQuery.name("a."), Type.A, 1, 0, new byte[] {127, 0, 0, 1}));
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertNotNull(response.getOPT());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void section611OptElsewhereIsAFormatError(int section) {
        byte[] response = server.answer(
                query().record(section, ROOT, Type.OPT, 1232, 0, new byte[0]).toWire(), false);
        assertEquals(0x8000 | Rcode.FORMERR, flags(response));
    }

    @Test
    void section612OptIsOwnedByTheRoot() {
        byte[] owner = RawQuery.name("example.com.");
        byte[] response = server.answer(
                query().record(3, owner, Type.OPT, 1232, 0, new byte[0]).toWire(), false);
        assertEquals(0x8000 | Rcode.FORMERR, flags(response));
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "000c00", "000c0001", "000c000100000c000200"})
    void section612OptionsMustEndWhereTheRecordDoes(String options) throws IOException {
        assertOutcome(Rcode.FORMERR, "", ask(query().opt(1232, options)));
    }

    @Test
    void section612ARecordLongerThanTheMessageIsAFormatError() {
        RawQuery cut = query().count(3, 1).octets(RawQuery.hex("00002904d0000000000001"));
        assertEquals(0x8000 | Rcode.FORMERR, flags(server.answer(cut.toWire(), false)));
    }

    @Test
    void section612UnknownOptionsAreIgnored() throws IOException {
        Message response = ask(query().opt(1232, "fde900021234" + "000c0000" + "000a00080123456789abcdef"));
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of(), response.getOPT().getOptions());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 255})
    void section613OtherVersionsAreBadvers(int version) throws IOException {
        Message response = ask(query().opt(1232, version, 0, ""));
        assertOutcome(Rcode.BADVERS, "", response);
        assertEquals(0, response.getOPT().getVersion());
        assertEquals(List.of(), Sections.answer(response));
        // What stands in it is that version's affair.
        assertOutcome(Rcode.BADVERS, "", ask(query().opt(1232, version, 0, "ff")));
    }

    @Test
    void section614DoIsEchoedAndOtherFlagsAreNot() throws IOException {
        assertEquals(0x8000, ask(query().opt(1232, 0, 0xffff, "")).getOPT().getFlags());
        assertEquals(0, ask(query().opt(1232, 0, 0x7fff, "")).getOPT().getFlags());
        assertEquals(
                0x8000,
                ask(RawQuery.of("example.org.", Type.A).opt(1232, 0, 0x8000, ""))
                        .getOPT()
                        .getFlags());
    }

    /** Twenty records of 16 octets make a message of 12 + 19 + 320 + 11 octets, forty one of 682, eighty one of 1,322. */
    @ParameterizedTest
    @CsvSource({
        "0,20,true",
        "511,20,true",
        "0,40,false",
        "681,40,false",
        "682,40,true",
        "65535,40,true",
        "65535,80,false"
    })
    void section623PayloadIsAtLeast512AndAtMost1232(int payload, int records, boolean fits) throws IOException {
        StringBuilder zone = new StringBuilder("""
                $ORIGIN example.com.
                $TTL 60
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                """);
        for (int i = 0; i < records; i++) {
            zone.append("a A 127.0.0." + i + "\n");
        }
        byte[] octets = TestServer.of(Map.of("example.com.", zone.toString()))
                .answer(RawQuery.of("a.example.com.", Type.A).opt(payload, "").toWire(), false);
        assertTrue(octets.length <= 1232);
        assertOutcome(Rcode.NOERROR, fits ? "aa" : "aa tc", new Message(octets));
        assertEquals(List.of(1, fits ? records : 0, 0, 1), counts(octets));
    }
}
