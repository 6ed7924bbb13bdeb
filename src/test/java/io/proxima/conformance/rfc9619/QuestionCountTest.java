package io.proxima.conformance.rfc9619;

import static io.proxima.conformance.Sections.counts;
import static io.proxima.conformance.Sections.flags;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 9619 section 4: a query has one question. */
class QuestionCountTest {
    private final TestServer server = Sections.usual();

    @Test
    void noQuestionOrSeveralAreFormatErrors() {
        for (RawQuery query : List.of(
                RawQuery.empty(),
                RawQuery.of("example.com.", Type.A).question("example.com.", Type.AAAA, 1),
                RawQuery.of("example.com.", Type.A).count(0, 65_535))) {
            byte[] response = server.answer(query.toWire(), false);
            assertEquals(0x8000 | Rcode.FORMERR, flags(response));
            assertEquals(List.of(0, 0, 0, 0), counts(response));
        }
    }

    @Test
    void noQuestionWithoutACookieIsAFormatErrorWithOpt() {
        byte[] response = server.answer(RawQuery.empty().opt(1232, "").toWire(), false);
        assertEquals(0x8000 | Rcode.FORMERR, flags(response));
        assertEquals(List.of(0, 0, 0, 1), counts(response));
    }
}
