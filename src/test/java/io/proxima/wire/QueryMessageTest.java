package io.proxima.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.net.Prefix;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueryMessageTest {
    private static final Name NAME = Name.parse("www.example.com.");

    private static Query parsed(@Nullable Prefix subnet) {
        byte[] octets = QueryMessage.of(NAME, RrType.AAAA, subnet);
        MemorySegment memory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_BYTE, octets);
        Query query = new Query();
        assertEquals(QueryParser.Outcome.QUERY, QueryParser.parse(memory, 0, octets.length, query));
        assertEquals(RrType.AAAA, query.qtype());
        assertEquals(1, query.qclass());
        assertEquals(NAME.length(), query.qname().length());
        assertTrue(query.hasEdns());
        return query;
    }

    @Test
    void isReadAsItWasMeant() {
        assertFalse(parsed(null).hasEcs());
        Query ipv4 = parsed(Prefix.parse("198.51.96.0/20"));
        assertEquals(1, ipv4.ecsFamily());
        assertEquals(20, ipv4.ecsSourceLength());
        assertEquals(Prefix.parse("198.51.96.0/20").high(), ipv4.ecsHigh());
        Query ipv6 = parsed(Prefix.parse("2001:db8:0:100::/56"));
        assertEquals(2, ipv6.ecsFamily());
        assertEquals(56, ipv6.ecsSourceLength());
        assertEquals(Prefix.parse("2001:db8:0:100::/56").high(), ipv6.ecsHigh());
    }
}
