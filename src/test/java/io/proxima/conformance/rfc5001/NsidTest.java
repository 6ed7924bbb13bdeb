package io.proxima.conformance.rfc5001;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.proxima.answer.EngineSettings;
import io.proxima.answer.Identity;
import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/** RFC 5001 section 2: the name server identifier. */
class NsidTest {
    private static final String NSID = "00030000";

    private static TestServer server(String nsid) {
        return Sections.usual()
                .with(new EngineSettings(
                        List.of(), EngineSettings.Access.OPEN, new Identity(nsid, null, null), null, 0));
    }

    private static List<EDNSOption> options(TestServer server, RawQuery query) throws IOException {
        return new Message(server.answer(query.toWire(), false)).getOPT().getOptions();
    }

    @Test
    void section22TheIdentifierIsGivenToThoseWhoAsk() throws IOException {
        TestServer server = server("ns1.example.net");
        for (String name : List.of("www.example.com.", "nowhere.example.com.", "x.cut.example.com.")) {
            List<EDNSOption> options = options(server, RawQuery.of(name, Type.A).opt(1232, NSID));
            assertEquals(1, options.size());
            assertEquals(EDNSOption.Code.NSID, options.getFirst().getCode());
            byte[] expected = "\0\3\0\17ns1.example.net".getBytes(StandardCharsets.US_ASCII);
            assertArrayEquals(expected, options.getFirst().toWire());
        }
        assertEquals(
                List.of(),
                options(server, RawQuery.of("www.example.com.", Type.A).opt(1232, "")));
    }

    @Test
    void section21WhateverTheOptionInTheQueryHolds() throws IOException {
        assertEquals(
                1,
                options(server("a"), RawQuery.of("www.example.com.", Type.A).opt(1232, "00030002ffff"))
                        .size());
    }

    @Test
    void anIdentifierOf63OctetsLeavesRoomForNothingLess() throws IOException {
        TestServer server = server("n".repeat(63));
        byte[] response = server.answer(
                RawQuery.of("large.example.com.", Type.TXT).opt(512, NSID).toWire(), false);
        Message message = new Message(response);
        assertEquals(1, message.getOPT().getOptions().size());
        assertEquals(0x8600, Sections.flags(response));
    }

    @Test
    void aServerWithoutOneIgnoresTheOption() throws IOException {
        TestServer server = Sections.usual();
        assertEquals(
                List.of(),
                options(server, RawQuery.of("www.example.com.", Type.A).opt(1232, NSID)));
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 255})
    void moreThan63OctetsAreRefused(int octets) {
        assertThrows(IllegalArgumentException.class, () -> new Identity("n".repeat(octets), null, null));
        assertThrows(IllegalArgumentException.class, () -> new Identity(null, "n".repeat(octets), null));
    }
}
