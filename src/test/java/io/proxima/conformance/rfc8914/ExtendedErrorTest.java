package io.proxima.conformance.rfc8914;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import io.proxima.health.Verdict;
import io.proxima.net.Prefix;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 8914 sections 2 and 4: what a response says of why it is as it is. */
class ExtendedErrorTest {
    private static final String STEERED_ZONE = """
            $ORIGIN example.com.
            $TTL 300
            @ SOA ns hostmaster 1 3600 600 86400 60
            @ NS ns.example.net.
            all A 192.0.2.1
            all HTTPS 1 . ipv4hint=192.0.2.1
            empty A 192.0.2.2
            refuse A 192.0.2.3
            """;
    private static final String POLICY = """
            checks:
              tcp: {kind: tcp, port: 80}
            pools:
              all: {check: tcp}
              empty: {check: tcp, all-down: empty}
              refuse: {check: tcp, all-down: refuse}
            names:
              all: {pool: all}
              empty: {pool: empty}
              refuse: {pool: refuse}
            """;

    private final TestServer server = Sections.usual();

    private static String errors(TestServer server, RawQuery query) throws IOException {
        Message response = new Message(server.answer(query.toWire(), false));
        String codes = response.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
                .map(option -> ((ExtendedErrorCodeOption) option).getErrorCode() + "")
                .collect(Collectors.joining(","));
        return Rcode.string(response.getRcode()) + " " + codes;
    }

    private static RawQuery query(String name, int type) {
        return RawQuery.of(name, type).opt(1232, "");
    }

    @Test
    void section421NotAuthoritative() throws IOException {
        assertEquals("REFUSED 20", errors(server, query("example.org.", Type.A)));
        assertEquals(
                "REFUSED 20",
                errors(
                        server,
                        RawQuery.empty().question("www.example.com.", Type.A, 4).opt(1232, "")));
        assertEquals(
                "REFUSED 20",
                errors(
                        server,
                        RawQuery.empty().question("id.server.", Type.TXT, 3).opt(1232, "")));
    }

    @Test
    void section422NotSupported() throws IOException {
        assertEquals(
                "NOTIMP 21", errors(server, query("www.example.com.", Type.A).opcode(5)));
        assertEquals("NOTIMP 21", errors(server, query("www.example.com.", Type.MAILB)));
    }

    @Test
    void section419TransfersAndRefusedClients() throws IOException {
        assertEquals("REFUSED 18", errors(server, query("example.com.", Type.AXFR)));
        TestServer choosy = server.with(new EngineSettings(
                List.of(),
                new EngineSettings.Access(List.of(), List.of(Prefix.parse("192.0.2.0/24"))),
                Identity.NONE,
                null,
                0));
        assertEquals("NOERROR ", errors(choosy, query("www.example.com.", Type.A)));
        assertEquals("REFUSED 18", errors(choosy.from("192.0.2.9"), query("www.example.com.", Type.A)));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, NOERROR",
        "192.0.2.129, REFUSED",
        "192.0.2.130, NOERROR",
        "198.51.100.1, REFUSED",
        "2001:db8::1, NOERROR",
        "2001:db9::1, REFUSED"
    })
    void theLongestPrefixDecidesWhoIsAnswered(String client, String rcode) throws IOException {
        TestServer choosy = server.with(new EngineSettings(
                List.of(),
                new EngineSettings.Access(
                        List.of(
                                Prefix.parse("192.0.2.0/24"),
                                Prefix.parse("192.0.2.130/32"),
                                Prefix.parse("2001:db8::/32")),
                        List.of(Prefix.parse("192.0.2.128/25"))),
                Identity.NONE,
                null,
                0));
        String said = errors(choosy.from(client), query("www.example.com.", Type.A));
        assertEquals(rcode, said.substring(0, said.indexOf(' ')));
    }

    @Test
    void whatIsWellHasNone() throws IOException {
        assertEquals("NOERROR ", errors(server, query("www.example.com.", Type.A)));
        assertEquals("NXDOMAIN ", errors(server, query("nowhere.example.com.", Type.A)));
        assertEquals(
                "FORMERR ", errors(server, query("www.example.com.", Type.A).octets((byte) 0)));
        assertEquals(
                "BADVERS ",
                errors(server, RawQuery.of("www.example.com.", Type.A).opt(1232, 1, 0, "")));
    }

    @Test
    void withoutAnOptRecordThereIsNone() throws IOException {
        Message response =
                new Message(server.answer(RawQuery.of("example.org.", Type.A).toWire(), false));
        assertEquals(null, response.getOPT());
    }

    @Test
    void allDownIsSaidWhateverIsAnsweredThen() throws IOException {
        TestServer steered = TestServer.of(Map.of("example.com.", STEERED_ZONE), Map.of("example.com.", POLICY));
        assertEquals("NOERROR ", errors(steered, query("all.example.com.", Type.A)));
        steered.catalog().applyAll(_ -> new Verdict(false, false, 0), 1_000_000);
        assertEquals("NOERROR 0", errors(steered, query("all.example.com.", Type.A)));
        assertEquals("NOERROR 0", errors(steered, query("all.example.com.", Type.HTTPS)));
        assertEquals("NOERROR 0", errors(steered, query("empty.example.com.", Type.A)));
        assertEquals("SERVFAIL 0", errors(steered, query("refuse.example.com.", Type.A)));
        assertEquals("NOERROR ", errors(steered, query("all.example.com.", Type.AAAA)));
    }

    @Test
    void panicIsSaid() throws IOException {
        TestServer steered = TestServer.of(
                Map.of("example.com.", STEERED_ZONE + "few A 192.0.2.1\nfew A 192.0.2.2\nfew A 192.0.2.3\n"),
                Map.of(
                        "example.com.",
                        POLICY.replace("names:", "  few: {check: tcp, panic: 60%}\nnames:") + "  few: {pool: few}\n"));
        assertEquals("NOERROR ", errors(steered, query("few.example.com.", Type.A)));
        steered.catalog().applyAll(pair -> new Verdict(pair.address().equals("192.0.2.1"), false, true, 0), 1_000_000);
        assertEquals("NOERROR 0", errors(steered, query("few.example.com.", Type.A)));
        steered.catalog().applyAll(pair -> new Verdict(!pair.address().equals("192.0.2.1"), false, true, 0), 1_000_000);
        assertEquals("NOERROR 3", errors(steered, query("few.example.com.", Type.A)));
    }

    @Test
    void staleVerdictsAreSaid() throws IOException {
        TestServer steered = TestServer.of(Map.of("example.com.", STEERED_ZONE), Map.of("example.com.", POLICY));
        steered.catalog().applyAll(_ -> new Verdict(true, false, true, 0), 1_000_000);
        assertEquals("NOERROR 3", errors(steered, query("all.example.com.", Type.A)));
        steered.catalog().applyAll(_ -> new Verdict(false, false, true, 0), 1_000_000);
        assertEquals("NOERROR 0", errors(steered, query("all.example.com.", Type.A)));
    }

    @Test
    void section3AnErrorThatHasNoRoomIsLeftOutAndTakesNothingWithIt() throws IOException {
        StringBuilder zone = new StringBuilder(STEERED_ZONE);
        for (int i = 0; i < 28; i++) {
            zone.append("full A 192.0.2.").append(100 + i).append('\n');
        }
        TestServer steered = TestServer.of(
                Map.of("example.com.", zone.toString()), Map.of("example.com.", POLICY + "  full: {pool: all}\n"));
        steered.catalog().applyAll(_ -> new Verdict(true, false, true, 0), 1_000_000);
        RawQuery query = RawQuery.of("full.example.com.", Type.A).opt(512, "");
        byte[] response = steered.answer(query.toWire(), false);
        assertEquals(28, Sections.counts(response).get(1));
        assertEquals(0x8400, Sections.flags(response));
        assertTrue(response.length <= 512);
        assertEquals("NOERROR ", errors(steered, query));
        assertEquals("NOERROR 3", errors(steered, query("full.example.com.", Type.A)));
    }
}
