package io.proxima.conformance.rfc2181;

import static io.proxima.conformance.Sections.answer;
import static io.proxima.conformance.Sections.assertOutcome;
import static io.proxima.conformance.Sections.authority;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.conformance.Sections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 2181 sections 5, 9 and 10: RRsets are whole, TC says what is missing, CNAMEs stand alone. */
class RrsetTest {
    /** A server with a chain of CNAMEs and a large set at its end. */
    private static TestServer server(int records, int octetsEach) {
        StringBuilder zone = new StringBuilder("""
                $ORIGIN example.com.
                $TTL 60
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                alias CNAME large
                below DNAME long
                """);
        for (int i = 0; i < records; i++) {
            zone.append(
                    "large TXT \"%s\"\n".formatted(Character.toString('a' + i).repeat(octetsEach)));
        }
        return TestServer.of(Map.of("example.com.", zone.toString()));
    }

    @Test
    void section51AnRrsetIsNeverSplit() {
        Message response = server(3, 200).ask("large.example.com.", Type.TXT);
        assertOutcome(Rcode.NOERROR, "aa tc", response);
        assertEquals(List.of(), answer(response));
    }

    @Test
    void section9TcIsOnlySetWhereSomethingNeededIsMissing() {
        assertOutcome(Rcode.NOERROR, "aa", server(2, 200).ask("large.example.com.", Type.TXT));
        Message response = server(3, 200).ask("alias.example.com.", Type.TXT);
        assertOutcome(Rcode.NOERROR, "aa tc", response);
        assertEquals(List.of("alias.example.com. 60 CNAME large.example.com."), answer(response));
        assertOutcome(Rcode.NOERROR, "aa", server(3, 200).askTcp(TestServer.query("alias.example.com.", Type.TXT)));
    }

    /** A question as long as they come leaves little room for the rest. */
    @Test
    void section9EveryRecordOfAChainIsNeeded() {
        String label = "x".repeat(63) + ".";
        String zone = """
                $ORIGIN example.com.
                $TTL 60
                @ SOA %1$sexample.com. hostmaster.%1$sexample.com. 1 3600 600 86400 60
                @ NS ns.example.net.
                d DNAME %1$sd.example.net.
                c CNAME %1$sc2
                %1$sc2 CNAME %1$sc3
                %1$sc3 CNAME %1$sc4
                %1$sc4 CNAME %1$sc5
                cut NS %1$sa
                cut NS %1$sb
                cut NS %1$sc
                """.formatted(label + label);
        TestServer server = TestServer.of(Map.of("example.com.", zone));
        Message dnameOnly = server.ask(label + label.substring(28) + "d.example.com.", Type.A);
        assertTrue(dnameOnly.getHeader().getFlag(Flags.TC));
        assertEquals(1, answer(dnameOnly).size());
        Message chain = server.ask("c.example.com.", Type.A);
        assertTrue(chain.getHeader().getFlag(Flags.TC));
        assertEquals(3, answer(chain).size());
        Message negative = server.ask(label.repeat(3) + "www.example.com.", Type.A);
        assertOutcome(Rcode.NXDOMAIN, "aa tc", negative);
        assertEquals(List.of(), authority(negative));
        assertOutcome(Rcode.NXDOMAIN, "aa", server.ask("www.example.com.", Type.A));
        Message referral = server.ask("cut.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "", referral);
        Message longReferral = server.ask(label + label + "cut.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "tc", longReferral);
        assertEquals(List.of(), authority(longReferral));
    }

    @Test
    void section52TheTtlsOfAnRrsetAreEqual() {
        Message response = Sections.usual().ask("www.example.com.", Type.A);
        assertEquals(
                1,
                answer(response).stream()
                        .map(line -> line.split(" ", -1)[1])
                        .distinct()
                        .count());
    }

    @Test
    void section101WhatMayStandBesideACnameIsFound() {
        String zone = """
                $ORIGIN example.com.
                $TTL 60
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                alias CNAME www
                alias NSEC www CNAME NSEC
                www A 192.0.2.1
                """;
        TestServer server = TestServer.of(Map.of("example.com.", zone));
        assertEquals(
                List.of("alias.example.com. 60 NSEC www.example.com. CNAME NSEC"),
                answer(server.ask("alias.example.com.", Type.NSEC)));
        assertEquals(2, answer(server.ask("alias.example.com.", Type.A)).size());
    }
}
