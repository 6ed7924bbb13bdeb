package io.proxima.conformance.rfc1034;

import static io.proxima.conformance.Sections.additional;
import static io.proxima.conformance.Sections.answer;
import static io.proxima.conformance.Sections.assertOutcome;
import static io.proxima.conformance.Sections.authority;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestServer;
import io.proxima.conformance.Sections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 1034 section 4.3.2: the algorithm, from the zone to the additional section. */
class Section432Test {
    private final TestServer server = Sections.usual();

    @Test
    void step2NamesOutsideOurZonesAreRefused() {
        for (String name : List.of("example.org.", "www.example.org.", "com.", ".", "xexample.com.")) {
            Message response = server.ask(name, Type.A);
            assertOutcome(Rcode.REFUSED, "", response);
            assertEquals(List.of(), authority(response));
        }
    }

    @Test
    void step2TheNearestZoneAnswers() {
        Message response = server.ask("www.sub.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of("www.sub.example.com. 300 A 192.0.2.17"), answer(response));
        assertEquals(
                List.of(
                        "sub.example.com. 300 SOA ns1.sub.example.com. hostmaster.sub.example.com. 1 3600 600 86400 900"),
                authority(server.ask("nowhere.sub.example.com.", Type.A)));
    }

    @Test
    void step3aAnswersWithAuthority() {
        Message response = server.ask("www.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(
                Set.of("www.example.com. 300 A 192.0.2.10", "www.example.com. 300 A 192.0.2.11"),
                Set.copyOf(answer(response)));
        assertEquals(List.of(), authority(response));
    }

    @Test
    void step3aFollowsCnames() {
        assertEquals(
                List.of(
                        "alias2.example.com. 300 CNAME alias.example.com.",
                        "alias.example.com. 300 CNAME www.example.com."),
                answer(server.ask("alias2.example.com.", Type.A)).subList(0, 2));
        assertEquals(4, answer(server.ask("alias2.example.com.", Type.A)).size());
    }

    @Test
    void step3aDoesNotFollowWhereCnameIsAskedFor() {
        assertEquals(
                List.of("alias2.example.com. 300 CNAME alias.example.com."),
                answer(server.ask("alias2.example.com.", Type.CNAME)));
    }

    @Test
    void step3aFollowsIntoOurOtherZones() {
        Message response = server.ask("away.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(
                List.of("away.example.com. 300 CNAME www.example.net.", "www.example.net. 300 A 192.0.2.21"),
                answer(response));
    }

    @Test
    void step3aStopsWhereTheChainLeavesOurZones() {
        Message response = server.ask("outside.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of("outside.example.com. 300 CNAME www.example.org."), answer(response));
        assertEquals(List.of(), authority(response));
    }

    @Test
    void step3aStopsWhereTheChainComesBack() {
        Message response = server.ask("LOOP1.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(2, answer(response).size());
    }

    @Test
    void step3aStopsAfterSixteenNames() {
        StringBuilder zone = new StringBuilder("""
                $ORIGIN example.com.
                $TTL 60
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                c40 A 192.0.2.1
                """);
        for (int i = 0; i < 40; i++) {
            zone.append("c" + i + " CNAME c" + (i + 1) + "\n");
        }
        TestServer chained = TestServer.of(Map.of("example.com.", zone.toString()));
        assertEquals(16, answer(chained.ask("c0.example.com.", Type.A)).size());
        assertEquals(1, answer(chained.ask("c40.example.com.", Type.A)).size());
        assertEquals(16, answer(chained.ask("c25.example.com.", Type.A)).size());
    }

    @Test
    void step3bRefersWithoutAuthorityAndWithGlue() {
        for (String name : List.of("cut.example.com.", "x.cut.example.com.", "www.cut.example.com.")) {
            for (int type : new int[] {Type.A, Type.NS, Type.SOA, Type.ANY, Type.CNAME}) {
                Message response = server.ask(name, type);
                assertOutcome(Rcode.NOERROR, "", response);
                assertEquals(List.of(), answer(response));
                assertEquals(
                        Set.of(
                                "cut.example.com. 300 NS ns.cut.example.com.",
                                "cut.example.com. 300 NS ns.sibling.example.com.",
                                "cut.example.com. 300 NS ns.example.net."),
                        Set.copyOf(authority(response)));
                assertEquals(
                        List.of("ns.cut.example.com. 300 A 192.0.2.13", "ns.sibling.example.com. 300 A 192.0.2.14"),
                        additional(response));
            }
        }
    }

    @Test
    void step3bRefersAtTheEndOfAChain() {
        Message response = server.ask("intocut.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of("intocut.example.com. 300 CNAME x.cut.example.com."), answer(response));
        assertEquals(3, authority(response).size());
        assertEquals(2, additional(response).size());
    }

    @Test
    void step3cNamesThatDoNotExist() {
        Message response = server.ask("nowhere.example.com.", Type.A);
        assertOutcome(Rcode.NXDOMAIN, "aa", response);
        assertEquals(1, authority(response).size());
    }

    @Test
    void anEmptyNonTerminalExists() {
        for (String name :
                List.of("ent.example.com.", "b.ent.example.com.", "_tcp.example.com.", "wild.example.com.")) {
            Message response = server.ask(name, Type.A);
            assertOutcome(Rcode.NOERROR, "aa", response);
            assertEquals(List.of(), answer(response));
            assertEquals(1, authority(response).size());
        }
        assertOutcome(Rcode.NXDOMAIN, "aa", server.ask("x.ent.example.com.", Type.A));
    }

    @Test
    void step6AddsAddressesOnce() {
        List<String> mail =
                List.of("mail.example.com. 300 A 192.0.2.2", "mail.example.com. 300 AAAA 2001:db8:0:0:0:0:0:2");
        assertEquals(mail, additional(server.ask("example.com.", Type.MX)));
        assertEquals(mail, additional(server.ask("_x._tcp.example.com.", Type.SRV)));
        assertEquals(List.of("ns1.example.com. 300 A 192.0.2.1"), additional(server.ask("example.com.", Type.NS)));
    }

    @Test
    void step6AddsNothingThatADelegatedZoneSaysBetter() {
        Message response = server.ask("toglue.example.com.", Type.MX);
        assertEquals(List.of("toglue.example.com. 300 MX 10 ns.cut.example.com."), answer(response));
        assertEquals(List.of(), additional(response));
    }

    @Test
    void theRootZoneLeavesNoNameOutside() {
        TestServer root = TestServer.of(Map.of(".", """
                $TTL 300
                . SOA ns.example. hostmaster.example. 1 3600 600 86400 60
                . NS ns.example.
                ns.example. A 192.0.2.1
                com. NS ns.com.
                ns.com. A 192.0.2.2
                example.com. NS ns.example.com.
                """, "example.com.", Sections.ZONES.get("example.com.")));
        assertOutcome(Rcode.NOERROR, "aa", root.ask(".", Type.NS));
        assertEquals(List.of("ns.example. 300 A 192.0.2.1"), additional(root.ask(".", Type.NS)));
        assertOutcome(Rcode.NXDOMAIN, "aa", root.ask("org.", Type.A));
        assertOutcome(Rcode.NOERROR, "", root.ask("example2.com.", Type.A));
        assertEquals(List.of("com. 300 NS ns.com."), authority(root.ask("example2.com.", Type.A)));
        assertOutcome(Rcode.NOERROR, "aa", root.ask("www.example.com.", Type.A));
    }
}
