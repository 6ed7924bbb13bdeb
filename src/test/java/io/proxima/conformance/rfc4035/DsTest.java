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
    private static final String CHILD = """
            $ORIGIN APEX
            @ 60 SOA ns hostmaster 1 3600 600 86400 60
            @ 60 NS ns.example.net.
            """;

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

    @Test
    void aChildsOwnDsIsNotServed() {
        TestServer child = TestServer.of(Map.of("example.org.", CHILD.replace("APEX", "example.org.") + """
                @ 60 DS 1 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
                """));
        Message response = child.ask("example.org.", Type.DS);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of(), answer(response));
        assertTrue(authority(response).getFirst().startsWith("example.org. 60 SOA "));
    }

    /** The parent has no DS for it, but does not deny a name that we serve. */
    @Test
    void theParentAnswersWithoutDenyingWhatItDoesNotDelegate() {
        TestServer undelegated = TestServer.of(Map.of(
                "example.net.", Sections.ZONES.get("example.net.") + "*.wild TXT x\n",
                "a.b.example.net.", CHILD.replace("APEX", "a.b.example.net."),
                "a.wild.example.net.", CHILD.replace("APEX", "a.wild.example.net.")));
        for (String apex : List.of("a.b.example.net.", "a.wild.example.net.")) {
            Message response = undelegated.ask(apex, Type.DS);
            assertOutcome(Rcode.NOERROR, "aa", response);
            assertEquals(List.of(), answer(response));
            assertTrue(authority(response).getFirst().startsWith("example.net. 60 SOA "));
        }
    }

    @Test
    void theParentRefersWhereItDelegatesFurtherUp() {
        TestServer above = TestServer.of(Map.of(
                "example.net.",
                Sections.ZONES.get("example.net.") + "b NS ns.example.org.\n",
                "a.b.example.net.",
                CHILD.replace("APEX", "a.b.example.net.")));
        Message response = above.ask("a.b.example.net.", Type.DS);
        assertOutcome(Rcode.NOERROR, "", response);
        assertEquals(List.of("b.example.net. 300 NS ns.example.org."), authority(response));
    }
}
