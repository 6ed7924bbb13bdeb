package io.proxima.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.conformance.RawQuery;
import io.proxima.wire.QueryParser.Outcome;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** What a parser says of a message; what comes of it is tested in the folders by RFC. */
class QueryParserTest {
    private final Query query = new Query();

    private Outcome parse(RawQuery message) {
        byte[] octets = message.toWire();
        return QueryParser.parse(MemorySegment.ofArray(octets), 0, octets.length, query);
    }

    @Test
    void everythingAQuerySays() {
        RawQuery message = RawQuery.of("www.example.com.", RrType.MX)
                .flags(0x0110)
                .opt(4096, 0, 0x8000, "0008000700011800c00002" + "000a0010" + "0102030405060708" + "1112131415161718");
        assertEquals(Outcome.QUERY, parse(message));
        assertTrue(query.hasQuestion());
        assertEquals(0x1234, query.id());
        assertEquals(RrType.MX, query.qtype());
        assertEquals(1, query.qclass());
        assertEquals(3, query.qname().labelCount());
        assertTrue(query.hasEdns());
        assertEquals(0, query.ednsVersion());
        assertEquals(4096, query.payloadOctets());
        assertTrue(query.dnssecOk());
        assertTrue(query.hasEcs());
        assertEquals(1, query.ecsFamily());
        assertEquals(24, query.ecsSourceLength());
        assertEquals(0xc00002L << 40, query.ecsHigh());
        assertEquals(0, query.ecsLow());
        assertTrue(query.hasCookie());
        assertTrue(query.hasServerCookie());
        assertFalse(query.hasTsig());
    }

    @Test
    void nothingIsLeftOfTheMessageBefore() {
        parse(RawQuery.of("www.example.com.", RrType.MX)
                .opt(4096, 0, 0x8000, "0008000700011800c00002" + "000a0010" + "0102030405060708" + "1112131415161718"));
        assertEquals(Outcome.FORMERR, parse(RawQuery.empty()));
        assertFalse(query.hasQuestion());
        assertEquals(0, query.qtype());
        assertEquals(0, query.qclass());
        assertFalse(query.hasEdns());
        assertEquals(512, query.payloadOctets());
        assertFalse(query.dnssecOk());
        assertFalse(query.hasEcs());
        assertEquals(0, query.ecsFamily());
        assertEquals(0, query.ecsSourceLength());
        assertEquals(0, query.ecsHigh());
        assertFalse(query.hasCookie());
        assertFalse(query.hasServerCookie());
    }

    @Test
    void anotherVersionIsSaid() {
        assertEquals(Outcome.BADVERS, parse(RawQuery.of("example.com.", 1).opt(100, 3, 0, "ffff")));
        assertEquals(3, query.ednsVersion());
        assertEquals(512, query.payloadOctets());
    }

    @Test
    void aClientCookieAloneIsNoServerCookie() {
        parse(RawQuery.of("example.com.", 1).opt(1232, "000a0008" + "0102030405060708"));
        assertTrue(query.hasCookie());
        assertFalse(query.hasServerCookie());
    }
}
