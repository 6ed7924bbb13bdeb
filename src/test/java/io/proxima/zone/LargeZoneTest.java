package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Large files take time in proportion; the limits are generous, a quadratic reader would need hours. */
class LargeZoneTest {
    private static final int RECORDS = 100_000;

    @Test
    void manyNames() {
        StringBuilder text = new StringBuilder(ZoneFixture.HEAD);
        for (int i = 0; i < RECORDS / 2; i++) {
            text.append("host").append(i).append(" A 192.0.2.").append(i & 255).append('\n');
            text.append("host").append(i).append(" MX 10 mail").append(i).append(".example.net.\n");
        }
        assertEquals(1 + RECORDS / 2, read(text).owners().size());
    }

    @Test
    void oneLargeRrset() {
        StringBuilder text = new StringBuilder(ZoneFixture.HEAD);
        for (int i = 0; i < RECORDS; i++) {
            text.append("many TXT ").append(i).append('\n');
        }
        assertEquals(
                RECORDS, ZoneFixture.rrset(read(text), "many", "TXT").rdata().size());
    }

    @Test
    void manyFindings() {
        ZoneFixture zone = ZoneFixture.withHead("www A 192.0.2.999 )\n".repeat(RECORDS));
        assertTimeout(Duration.ofSeconds(30), () -> zone.read());
        assertEquals(RECORDS, zone.found().size());
    }

    @Test
    void oneLongLineOfWords() {
        ZoneFixture zone = ZoneFixture.withHead("www TXT ( " + "a\n".repeat(30_000) + ")\n");
        assertTimeout(Duration.ofSeconds(30), () -> zone.read());
        assertEquals(0, zone.found().size(), zone.found()::toString);
    }

    private static Zone read(StringBuilder text) {
        ZoneFixture fixture = ZoneFixture.of(text.toString());
        return assertTimeout(Duration.ofSeconds(30), fixture::readClean);
    }
}
