package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.DebugQueries;
import io.proxima.answer.EngineSettings;
import io.proxima.answer.TestServer;
import io.proxima.net.Prefix;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Questions about answers, asked of a server by DNS. */
class DebugQueryTest {
    private static final String ZONE = """
            $TTL 60
            @ IN SOA ns1 hostmaster 1 3600 600 604800 30
            @ IN NS ns1
            ns1 IN A 192.0.2.250
            www IN A 192.0.2.1
            www IN A 192.0.2.2
            _explain.real IN TXT "what the zone says"
            *.wild IN TXT "any name"
            """;
    private static final String POLICY = """
            pools:
              edge: {choose: weighted, members: [192.0.2.1, 192.0.2.2]}
            members:
              192.0.2.1: {weight: 3}
              192.0.2.2: {weight: 1}
            names:
              www: {pool: edge}
            """;

    private final AtomicLong nanos = new AtomicLong(-5);
    private final TestServer plain = TestServer.of(Map.of("example.com.", ZONE), Map.of("example.com.", POLICY));
    private final TestServer server = plain.with(EngineSettings.OPEN.with(new DebugQueries(
            List.of(Prefix.parse("127.0.0.0/8")),
            nanos::get,
            new LiveExplainer(new Explainer(EngineSettings.OPEN), () -> 1_000_000_000L))));

    private static List<String> lines(Message answer) {
        assertEquals(Rcode.NOERROR, answer.getRcode());
        assertTrue(answer.getHeader().getFlag(Flags.AA));
        return answer.getSection(Section.ANSWER).stream()
                .peek(record -> assertEquals(0, record.getTTL()))
                .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                .toList();
    }

    private static Message tcp(TestServer server, String name) {
        return server.askTcp(TestServer.query(name, Type.TXT));
    }

    @Test
    void whoIsListedIsTold() {
        List<String> lines = lines(tcp(server, "_explain.www.example.com."));
        assertEquals("01 www.example.com. A, as this server is now", lines.getFirst());
        assertTrue(lines.stream().anyMatch(line -> line.endsWith(" 75.00 %  192.0.2.1  192.0.2.1")), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.contains("client 127.0.0.1/32")), lines::toString);
        assertTrue(lines.getLast().contains("answer NOERROR"), lines::toString);
        assertEquals(
                "01 www.example.com. AAAA, as this server is now",
                lines(tcp(server, "aaaa._explain.www.example.com.")).getFirst());
        assertTrue(
                lines(tcp(server, "mx._explain.nowhere.example.com.")).getLast().contains("NXDOMAIN"));
    }

    @Test
    void whoIsNotListedIsAnsweredAsEver() {
        Record[] none = {};
        Message answer = tcp(server.from("192.0.2.9"), "_explain.www.example.com.");
        assertEquals(Rcode.NXDOMAIN, answer.getRcode());
        assertEquals(List.of(none), answer.getSection(Section.ANSWER));
        assertEquals(Rcode.NXDOMAIN, tcp(plain, "_explain.www.example.com.").getRcode());
    }

    @Test
    void otherTypesAndOtherLabelsAreAnsweredAsEver() {
        assertEquals(
                Rcode.NXDOMAIN, server.ask("_explain.www.example.com.", Type.A).getRcode());
        assertEquals(
                Rcode.NXDOMAIN,
                tcp(server, "nonsense._explain.www.example.com.").getRcode());
        assertEquals(List.of("any name"), lines60(tcp(server, "x.wild.example.com.")));
    }

    @Test
    void whatTheZoneHasStandsAboveButAWildcardDoesNot() {
        assertEquals(List.of("what the zone says"), lines60(tcp(server, "_explain.real.example.com.")));
        assertTrue(lines(tcp(server, "_explain.wild.example.com.")).getFirst().startsWith("01 wild.example.com. A"));
    }

    private static List<String> lines60(Message answer) {
        return answer.getSection(Section.ANSWER).stream()
                .map(record -> String.join("", ((TXTRecord) record).getStrings()))
                .toList();
    }

    @Test
    void whatIsTooLongForADatagramIsToBeAskedForOverTcp() {
        Message answer = server.ask("_explain.www.example.com.", Type.TXT); // no EDNS: 512 octets
        assertTrue(answer.getHeader().getFlag(Flags.TC));
        assertEquals(0, answer.getSection(Section.ANSWER).size());
        assertFalse(tcp(server, "_explain.www.example.com.").getHeader().getFlag(Flags.TC));
    }

    @Test
    void tenAtOnceAndThenTenASecond() {
        for (int i = 0; i < 10; i++) {
            assertEquals(Rcode.NOERROR, tcp(server, "_explain.www.example.com.").getRcode());
        }
        assertEquals(Rcode.REFUSED, tcp(server, "_explain.www.example.com.").getRcode());
        nanos.addAndGet(100_000_000);
        assertEquals(Rcode.NOERROR, tcp(server, "_explain.www.example.com.").getRcode());
        assertEquals(Rcode.REFUSED, tcp(server, "_explain.www.example.com.").getRcode());
        assertEquals(Rcode.NOERROR, tcp(server, "www.example.com.").getRcode());
    }
}
