package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SmokeTest {
    @Test
    void one() {
        assertEquals(1, Integer.parseInt("1"));
    }
}
