package io.proxima.conformance.rfc4343;

import static io.proxima.conformance.Sections.answer;
import static io.proxima.conformance.Sections.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 4343: ASCII letters compare without case, everything else as it is, and case is kept in what is sent. */
class CaseTest {
    private final TestServer server = Sections.usual();

    @Test
    void section3EveryMixtureIsTheSameName() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            StringBuilder name = new StringBuilder("_x._tcp.example.com.");
            for (int at = 0; at < name.length(); at++) {
                if (random.nextBoolean()) {
                    name.setCharAt(at, Character.toUpperCase(name.charAt(at)));
                }
            }
            byte[] query = RawQuery.of(name.toString(), Type.SRV).toWire();
            byte[] response = server.answer(query, false);
            assertEquals(List.of(1, 2, 0, 2), Sections.counts(response));
            assertArrayEquals(
                    Arrays.copyOfRange(query, 12, query.length), Arrays.copyOfRange(response, 12, query.length));
        }
    }

    @Test
    void section41TheAnswersOwnerHasTheQuestionsCase() {
        String name = "ALIAS.Example.cOm.";
        List<String> lines = answer(server.ask(name, Type.A));
        assertEquals("ALIAS.Example.cOm. 300 CNAME www.example.com.", lines.getFirst());
    }

    @Test
    void section41RdataKeepsTheZonesCase() {
        TestServer mixed = TestServer.of(Map.of("Example.COM.", """
                $ORIGIN Example.COM.
                @ 60 SOA ns hostmaster 1 3600 600 86400 60
                @ 60 NS nS.Example.NET.
                WwW 60 CNAME HoSt
                hOsT 60 A 192.0.2.1
                """));
        Message response = mixed.ask("www.example.com.", Type.A);
        assertEquals(
                List.of("www.example.com. 60 CNAME HoSt.Example.COM.", "HoSt.Example.COM. 60 A 192.0.2.1"),
                answer(response));
    }

    @Test
    void section3OnlyLettersFold() {
        TestServer odd = TestServer.of(Map.of("example.com.", """
                $ORIGIN example.com.
                @ 60 SOA ns hostmaster 1 3600 600 86400 60
                @ 60 NS ns.example.net.
                [ 60 A 192.0.2.1
                \\193 60 A 192.0.2.2
                \\000 60 A 192.0.2.3
                """));
        assertOutcome(Rcode.NOERROR, "aa", odd.ask("[.example.com.", Type.A));
        assertOutcome(Rcode.NXDOMAIN, "aa", odd.ask("{.example.com.", Type.A));
        assertOutcome(Rcode.NOERROR, "aa", odd.ask("\\193.example.com.", Type.A));
        assertOutcome(Rcode.NXDOMAIN, "aa", odd.ask("\\225.example.com.", Type.A));
        assertOutcome(Rcode.NOERROR, "aa", odd.ask("\\000.example.com.", Type.A));
        assertOutcome(Rcode.NXDOMAIN, "aa", odd.ask("\\032.example.com.", Type.A));
    }
}
