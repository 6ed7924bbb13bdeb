package io.proxima.conformance.rfc8482;

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

/** RFC 8482 section 4.1: one RRset answers for all. */
class AnyTest {
    private final TestServer server = Sections.usual();

    @Test
    void oneRrsetIsGiven() {
        Message response = server.ask("mail.example.com.", Type.ANY);
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(List.of("mail.example.com. 300 A 192.0.2.2"), answer(response));
        assertEquals(
                1,
                server.ask("example.com.", Type.ANY)
                        .getSectionRRsets(org.xbill.DNS.Section.ANSWER)
                        .size());
    }

    @Test
    void aCnameIsGivenAndNotFollowed() {
        assertEquals(
                List.of("alias.example.com. 300 CNAME www.example.com."),
                answer(server.ask("alias.example.com.", Type.ANY)));
    }

    @Test
    void negativeAnswersAreAsForAnyType() {
        assertOutcome(Rcode.NXDOMAIN, "aa", server.ask("nowhere.example.com.", Type.ANY));
        Message empty = server.ask("ent.example.com.", Type.ANY);
        assertOutcome(Rcode.NOERROR, "aa", empty);
        assertEquals(1, authority(empty).size());
        assertOutcome(Rcode.REFUSED, "", server.ask("example.org.", Type.ANY));
    }
}
