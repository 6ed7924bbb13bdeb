package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instants as an operator types them, at twelve in Shanghai. */
class WhenTest {
    private static final ZonedDateTime NOW = ZonedDateTime.of(2026, 11, 25, 12, 0, 0, 0, ZoneId.of("Asia/Shanghai"));

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T10:42:00+08:00, 2026-11-25T02:42:00Z",
        "2026-11-25T02:42:00.123Z, 2026-11-25T02:42:00.123Z",
        "2026-11-24T10:42:00, 2026-11-24T02:42:00Z",
        "2026-11-24T10:42, 2026-11-24T02:42:00Z",
        "10:42, 2026-11-25T02:42:00Z",
        "10:42:30, 2026-11-25T02:42:30Z",
        "-15m, 2026-11-25T03:45:00Z",
        "-90s, 2026-11-25T03:58:30Z",
        "-1h, 2026-11-25T03:00:00Z",
        "-2d, 2026-11-23T04:00:00Z"
    })
    void isUnderstood(String text, Instant expected) {
        assertEquals(expected, When.parse(text, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "15m", "-15", "-m", "25:00", "2026-13-01T00:00:00Z", "2026-11-25T10:42+99", "T"
            })
    void isNone(String text) {
        IllegalArgumentException none = assertThrows(IllegalArgumentException.class, () -> When.parse(text, NOW));
        assertTrue(String.valueOf(none.getMessage()).startsWith("\"" + text + "\" is no instant ("), none.getMessage());
    }

    @Test
    void longAgoIsNone() {
        assertThrows(IllegalArgumentException.class, () -> When.parse("-999999999d", NOW.minusYears(999_999_000)));
    }
}
