package io.proxima.conformance.rfc4035;

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
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 4035 section 3.1.4.1: DS is the parent's to answer. */
class DsTest {
    private final TestServer server = Sections.usual();

    @Test
    void theParentAnswersAtItsCut() {
        Message response = server.ask("cut.example.com.", Type.DS);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(1, answer(response).size());
    }

    @Test
    void theParentAnswersWhereWeServeTheChildToo() {
        Message response = server.ask("sub.example.com.", Type.DS);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertTrue(answer(response).getFirst().startsWith("sub.example.com. 300 DS 2 13 2 "));
    }

    @Test
    void aCutWithoutDsHasNoDataByTheParent() {
        Message response = server.ask("sibling.example.com.", Type.DS);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertTrue(authority(response).getFirst().startsWith("example.com. 60 SOA "));
    }

    @Test
    void belowACutDsIsReferred() {
        assertOutcome(Rcode.NOERROR, "", server.ask("x.cut.example.com.", Type.DS));
    }

    @Test
    void theChildAnswersWhereWeDoNotServeTheParent() {
        Message response = server.ask("example.com.", Type.DS);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertTrue(authority(response).getFirst().startsWith("example.com. 60 SOA "));
    }

    /** The parent would deny a name that we serve. */
    @Test
    void theChildAnswersWhereTheParentDoesNotDelegate() {
        TestServer undelegated =
                TestServer.of(Map.of("example.net.", Sections.ZONES.get("example.net."), "a.b.example.net.", """
                $ORIGIN a.b.example.net.
                @ 60 SOA ns hostmaster 1 3600 600 86400 60
                @ 60 NS ns.example.net.
                """));
        Message response = undelegated.ask("a.b.example.net.", Type.DS);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertTrue(authority(response).getFirst().startsWith("a.b.example.net. 60 SOA "));
        assertEquals(List.of(), answer(response));
    }
}
