package io.proxima.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RrTypeTest {
    @Test
    void namesAndNumbers() {
        assertEquals(RrType.HTTPS, RrType.parse("https"));
        assertEquals("HTTPS", RrType.name(RrType.HTTPS));
        assertEquals(65_280, RrType.parse("TYPE65280"));
        assertEquals("TYPE65280", RrType.name(65_280));
        assertEquals(RrType.A, RrType.parse("type1"));
        assertEquals(-1, RrType.parse("TYPE65536"));
        assertEquals(-1, RrType.parse("TYPE123456"));
        assertEquals(-1, RrType.parse("NONE"));
    }
}
