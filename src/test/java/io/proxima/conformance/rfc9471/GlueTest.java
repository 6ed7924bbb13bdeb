package io.proxima.conformance.rfc9471;

import static io.proxima.conformance.Sections.additional;
import static io.proxima.conformance.Sections.assertOutcome;
import static io.proxima.conformance.Sections.authority;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 9471 sections 2 and 3: a referral has its in-domain glue, or TC. */
class GlueTest {
    /** A delegation to name servers below the cut and beside it, two addresses each. */
    private static TestServer server(int inDomain, int siblings) {
        StringBuilder zone = new StringBuilder("""
                $ORIGIN example.com.
                $TTL 60
                @ SOA ns hostmaster 1 3600 600 86400 60
                @ NS ns.example.net.
                other NS ns.other
                ns.other A 192.0.2.200
                """);
        for (int i = 0; i < siblings; i++) {
            zone.append(
                    "cut NS n%1$d.other\nn%1$d.other A 192.0.2.%1$d\nn%1$d.other AAAA 2001:db8::%1$d\n".formatted(i));
        }
        for (int i = 0; i < inDomain; i++) {
            zone.append("cut NS n%1$d.cut\nn%1$d.cut A 192.0.2.%1$d\nn%1$d.cut AAAA 2001:db8::%1$d\n".formatted(i));
        }
        return TestServer.of(Map.of("example.com.", zone.toString()));
    }

    @Test
    void section31AllGlueIsGivenWhereItFits() {
        Message response = server(2, 2).ask("www.cut.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "", response);
        assertEquals(8, additional(response).size());
    }

    @Test
    void section31InDomainGlueComesFirstAndIsNotMissedWithoutTc() {
        Message response = server(4, 5).ask("www.cut.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "", response);
        assertEquals(9, authority(response).size());
        assertTrue(additional(response).size() < 18);
        assertEquals(
                8,
                additional(response).stream()
                        .filter(line -> line.contains(".cut.example.com."))
                        .count());
    }

    @Test
    void section31MissingInDomainGlueSetsTc() {
        Message response = server(8, 0).ask("www.cut.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "tc", response);
        assertEquals(8, authority(response).size());
        Message whole = server(8, 0).askTcp(TestServer.query("www.cut.example.com.", Type.A));
        assertOutcome(Rcode.NOERROR, "", whole);
        assertEquals(16, additional(whole).size());
    }

    @Test
    void section32MissingSiblingGlueDoesNot() {
        Message response = server(0, 8).ask("www.cut.example.com.", Type.A);
        assertOutcome(Rcode.NOERROR, "", response);
        assertTrue(additional(response).size() < 16);
    }
}
