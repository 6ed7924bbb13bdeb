package io.proxima.conformance.rfc2308;

import static io.proxima.conformance.Sections.answer;
import static io.proxima.conformance.Sections.assertOutcome;
import static io.proxima.conformance.Sections.authority;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestServer;
import io.proxima.conformance.Sections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 2308 sections 2, 3 and 5: name errors and no data, with the SOA at its negative TTL. */
class NegativeAnswerTest {
    private static final List<String> SOA =
            List.of("example.com. 60 SOA ns1.example.com. hostmaster.example.com. 1 3600 600 86400 60");
    private static final List<String> SOA_OF_NET =
            List.of("example.net. 60 SOA ns.example.net. hostmaster.example.net. 1 3600 600 86400 60");

    private final TestServer server = Sections.usual();

    @Test
    void section21NameError() {
        Message response = server.ask("nowhere.example.com.", Type.A);
        assertOutcome(Rcode.NXDOMAIN, "aa", response);
        assertEquals(List.of(), answer(response));
        assertEquals(SOA, authority(response));
    }

    @Test
    void section21NameErrorAtTheEndOfAChain() {
        Message response = server.ask("dangling.example.com.", Type.A);
        assertOutcome(Rcode.NXDOMAIN, "aa", response);
        assertEquals(List.of("dangling.example.com. 300 CNAME nowhere.example.com."), answer(response));
        assertEquals(SOA, authority(response));
    }

    @Test
    void section22NoData() {
        Message response = server.ask("www.example.com.", Type.AAAA);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of(), answer(response));
        assertEquals(SOA, authority(response));
    }

    @Test
    void section22NoDataAtTheEndOfAChain() {
        Message response = server.ask("nothing.example.com.", Type.TXT);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(1, answer(response).size());
        assertEquals(SOA, authority(response));
    }

    @Test
    void section22TheSoaIsThatOfTheZoneTheChainEndsIn() {
        Message response = server.ask("away.example.com.", Type.TXT);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(SOA_OF_NET, authority(response));
    }

    /** The SOA's own TTL is 3600 in example.com and 300 in sub.example.com, MINIMUM 60 and 900. */
    @Test
    void section3TheTtlIsTheSmallerOfTheSoasAndMinimum() {
        assertEquals(SOA, authority(server.ask("nowhere.example.com.", Type.A)));
        assertEquals(
                List.of(
                        "sub.example.com. 300 SOA ns1.sub.example.com. hostmaster.sub.example.com. 1 3600 600 86400 900"),
                authority(server.ask("nowhere.sub.example.com.", Type.A)));
        assertEquals(
                List.of("example.com. 3600 SOA ns1.example.com. hostmaster.example.com. 1 3600 600 86400 60"),
                answer(server.ask("example.com.", Type.SOA)));
    }
}
