package io.proxima.conformance.rfc7828;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.TcpKeepaliveOption;
import org.xbill.DNS.Type;

/** RFC 7828 section 3.3: how long an idle connection is kept. */
class KeepaliveTest {
    private final TestServer server =
            Sections.usual().with(new EngineSettings(List.of(), EngineSettings.Access.OPEN, Identity.NONE, null, 100));

    private List<EDNSOption> options(RawQuery query, boolean stream) throws IOException {
        return new Message(server.answer(query.toWire(), stream)).getOPT().getOptions();
    }

    private static RawQuery asking(String option) {
        return RawQuery.of("www.example.com.", Type.A).opt(1232, option);
    }

    @Test
    void section332OverTcpTheIdleTimeoutIsGiven() throws IOException {
        List<EDNSOption> options = options(asking("000b0000"), true);
        assertEquals(1, options.size());
        assertEquals(
                Duration.ofSeconds(10),
                ((TcpKeepaliveOption) options.getFirst()).getTimeoutDuration().orElseThrow());
        assertEquals(List.of(), options(asking(""), true));
    }

    @Test
    void section331OverUdpTheOptionIsIgnored() throws IOException {
        assertEquals(List.of(), options(asking("000b0000"), false));
        assertEquals(List.of(), options(asking("000b00020064"), false));
    }
}
