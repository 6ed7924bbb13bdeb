package io.proxima.conformance.rfc7871;

import static io.proxima.conformance.Sections.assertOutcome;
import static io.proxima.conformance.Sections.flags;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.answer.TestServer;
import io.proxima.conformance.RawQuery;
import io.proxima.conformance.Sections;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** RFC 7871 sections 6 and 7: the client subnet option's format and its echo; what it steers is tested elsewhere. */
class ClientSubnetTest {
    private final TestServer server = Sections.usual();

    private byte[] ask(RawQuery query) {
        return server.answer(query.toWire(), false);
    }

    private static RawQuery query() {
        return RawQuery.of("mail.example.com.", Type.A);
    }

    @ParameterizedTest
    @CsvSource({
        "1,24,c00002",
        "1,0,''",
        "1,32,c0000201",
        "1,20,c00000",
        "1,1,80",
        "2,56,20010db8000000",
        "2,0,''",
        "2,128,20010db8000000000000000000000001",
        "2,65,20010db80000000080",
        "0,0,''"
    })
    void section721TheOptionIsEchoedWithAScope(int family, int source, String address) {
        byte[] response = ask(query().subnet(family, source, 0, address));
        assertEquals(0x8400, flags(response));
        String expected = "0008%04x%04x%02x00".formatted(4 + address.length() / 2, family, source) + address;
        int from = response.length - expected.length() / 2;
        assertEquals(expected, HexFormat.of().formatHex(Arrays.copyOfRange(response, from, response.length)));
    }

    @ParameterizedTest
    @CsvSource({
        "1,24,0,c000",
        "1,24,0,c0000200",
        "1,20,0,c00001",
        "1,33,0,c000020100",
        "1,24,24,c00002",
        "1,24,1,c00002",
        "2,129,0,20010db800000000000000000000000100",
        "2,56,0,20010db80000",
        "2,55,0,20010db8000001",
        "2,65,0,20010db800000000c0",
        "0,1,0,80",
        "0,0,0,00",
        "3,0,0,''",
        "65535,24,0,c00002"
    })
    void section712WhatIsMalformedIsAFormatError(int family, int source, int scope, String address) throws IOException {
        Message response = new Message(ask(query().subnet(family, source, scope, address)));
        assertOutcome(Rcode.FORMERR, "", response);
        assertEquals(0, response.getOPT().getOptions().size());
    }

    @Test
    void section6AnOptionTooShortIsAFormatError() {
        assertEquals(0x8000 | Rcode.FORMERR, flags(ask(query().opt(1232, "00080003000118"))));
        assertEquals(0x8000 | Rcode.FORMERR, flags(ask(query().opt(1232, "00080000"))));
    }

    @Test
    void theFirstOfSeveralCounts() throws IOException {
        Message response = new Message(ask(query().opt(1232, "0008000700011800c00002" + "0008000700011800c63364")));
        assertOutcome(Rcode.NOERROR, "aa", response);
        assertEquals(1, response.getOPT().getOptions().size());
        Message second = new Message(ask(query().opt(1232, "0008000700011800c00002" + "00080006000118ffc633")));
        assertOutcome(Rcode.FORMERR, "", second);
    }

    @Test
    void section722ErrorsEchoItWithScopeZero() throws IOException {
        for (String name : new String[] {"example.org.", "nowhere.example.com.", "x.cut.example.com."}) {
            Message response = new Message(ask(RawQuery.of(name, Type.A).subnet(1, 24, 0, "c00002")));
            assertEquals(
                    1,
                    response.getOPT().getOptions(EDNSOption.Code.CLIENT_SUBNET).size(),
                    name);
        }
    }
}
