package io.proxima.conformance.rfc4892;

import static io.proxima.conformance.Sections.assertOutcome;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** RFC 4892 section 2: names in class CHAOS that identify a server. */
class ChaosTest {
    private final TestServer silent = Sections.usual();
    private final TestServer speaking = silent.with(
            new EngineSettings(List.of(), EngineSettings.Access.OPEN, new Identity(null, "Proxima 1", "ns1"), null, 0));

    private static Message ask(TestServer server, String name, int type) throws IOException {
        return new Message(server.answer(
                RawQuery.empty().question(name, type, DClass.CHAOS).toWire(), false));
    }

    @ParameterizedTest
    @CsvSource({
        "version.bind., Proxima 1",
        "VERSION.Bind., Proxima 1",
        "version.server., Proxima 1",
        "id.server., ns1",
        "hostname.bind., ns1"
    })
    void aServerThatIsToldToIdentifiesItself(String name, String text) throws IOException {
        for (int type : new int[] {Type.TXT, Type.ANY}) {
            Message response = ask(speaking, name, type);
            assertOutcome(Rcode.NOERROR, "aa", response);
            List<Record> records = response.getSection(Section.ANSWER);
            assertEquals(1, records.size());
            assertEquals(name, records.getFirst().getName().toString());
            assertEquals(DClass.CHAOS, records.getFirst().getDClass());
            assertEquals(0, records.getFirst().getTTL());
            assertEquals(List.of(text), ((TXTRecord) records.getFirst()).getStrings());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"version.bind.", "version.server.", "id.server.", "hostname.bind."})
    void unlessItIsToldItRefuses(String name) throws IOException {
        assertOutcome(Rcode.REFUSED, "", ask(silent, name, Type.TXT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "bind.",
                "server.",
                "id.bind.",
                "hostname.server.",
                "authors.bind.",
                "www.example.com.",
                "a.id.server.",
                "version.example."
            })
    void otherNamesAreRefused(String name) throws IOException {
        assertOutcome(Rcode.REFUSED, "", ask(speaking, name, Type.TXT));
    }

    @Test
    void anIdentityHasUpTo63Octets() throws IOException {
        String longest = "n".repeat(63);
        TestServer server = silent.with(new EngineSettings(
                List.of(), EngineSettings.Access.OPEN, new Identity(longest, longest, longest), null, 0));
        Record record =
                ask(server, "id.server.", Type.TXT).getSection(Section.ANSWER).getFirst();
        assertEquals(List.of(longest), ((TXTRecord) record).getStrings());
    }

    @Test
    void otherTypesAndClassesAreRefused() throws IOException {
        assertOutcome(Rcode.REFUSED, "", ask(speaking, "id.server.", Type.A));
        assertOutcome(
                Rcode.REFUSED,
                "",
                new Message(speaking.answer(RawQuery.of("id.server.", Type.TXT).toWire(), false)));
    }
}
