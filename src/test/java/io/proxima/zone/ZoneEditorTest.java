package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the text of a zone file, edit by edit. */
class ZoneEditorTest {
    private static final Path FILE = Path.of("zones", "example.com.zone");
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 25);
    private static final String SOA = "@ SOA ns1.example.net. host 1 1h 15m 1w 5m\n@ NS ns1.example.net.\n";
    private static final String EDITED = SOA.replace(" 1 1h", " 2 1h");

    private static Edited edit(String text, ZoneChange... changes) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        ZoneReader.Octets included = path -> {
            if (path.endsWith("hosts.inc")) {
                return "inner A 192.0.2.9\n".getBytes(StandardCharsets.UTF_8);
            }
            throw new NoSuchFileException(path.toString());
        };
        Findings findings = new Findings();
        Zone zone = new ZoneReader(path -> path.equals(FILE) ? octets : included.read(path))
                .read(FILE, "zones/example.com.zone", ZoneFixture.APEX, findings)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
        return new ZoneEditor(included, FILE, "zones/example.com.zone", ZoneFixture.APEX)
                .edit(zone, octets, List.of(changes), TODAY);
    }

    private static String edited(String text, ZoneChange... changes) {
        Edited edited = edit(text, changes);
        return new String(
                assertInstanceOf(Edited.Done.class, edited, edited::toString).octets(), StandardCharsets.UTF_8);
    }

    private static ZoneChange put(String name, String type, long ttl, String... data) {
        return new ZoneChange.Put(Name.parse(name, ZoneFixture.APEX), Types.parse(type), ttl, List.of(data));
    }

    private static ZoneChange delete(String name, String type) {
        return new ZoneChange.Delete(Name.parse(name, ZoneFixture.APEX), Types.parse(type));
    }

    @Test
    void lineKeepsItsColumnsAndComment() {
        String records = "$TTL 60\nwww       IN A     192.0.2.1  ; first\nwww       IN A     192.0.2.2\n";
        assertEquals(
                EDITED + "$TTL 60\nwww       IN A     192.0.2.9  ; first\nwww       IN A     192.0.2.2\n",
                edited(SOA + records, put("www", "A", 60, "192.0.2.9", "192.0.2.2")));
        assertEquals(
                EDITED + "$TTL 60\nwww   300 IN A     192.0.2.1  ; first\nwww   300 IN A     192.0.2.2\n",
                edited(SOA + records, put("www", "A", 300, "192.0.2.1", "192.0.2.2")));
    }

    @Test
    void nextLineIsGivenTheOwnerOfOneThatGoes() {
        String records = "$TTL 60\nwww\tA\t192.0.2.1 ; gone with its line\n\tA\t192.0.2.2\n; stays\n\tTXT\t\"x;y\"\n";
        assertEquals(
                EDITED + "$TTL 60\nwww\tA\t192.0.2.2\n; stays\n\tTXT\t\"x;y\"\n",
                edited(SOA + records, put("www", "A", 60, "192.0.2.2")));
        assertEquals(EDITED + "$TTL 60\n; stays\nwww\tTXT\t\"x;y\"\n", edited(SOA + records, delete("www", "A")));
    }

    @Test
    void nextLineIsGivenTheTtlOfOneThatGoes() {
        assertEquals(
                EDITED + "b 300 A 192.0.2.2\nc A 192.0.2.3\n",
                edited(SOA + "a 300 A 192.0.2.1\nb A 192.0.2.2\nc A 192.0.2.3\n", delete("a", "A")));
    }

    @Test
    void newNameStandsBesideItsKin() {
        String records = "$TTL 60\nwww A 192.0.2.1\nn1  A 192.0.2.2\nn2  A 192.0.2.3\nmail A 192.0.2.4\n";
        assertEquals(
                EDITED + records.replace("mail", "n3  A 192.0.2.5\nmail"),
                edited(SOA + records, put("n3", "A", 60, "192.0.2.5")));
        assertEquals(EDITED + records + "x    A 192.0.2.5\n", edited(SOA + records, put("x", "A", 60, "192.0.2.5")));
    }

    @Test
    void serialOfSeveralLinesKeepsItsLayout() {
        String soa = """
                $TTL 1h
                @ IN SOA ns1.example.net. host (
                    2026112407 ; serial (of the day)
                    1h 15m ; refresh, retry
                    1w 5m )
                @ NS ns1.example.net.
                """.replace("\n", "\r\n");
        assertEquals(
                soa.replace("2026112407", "2026112500") + "www A 192.0.2.1\r\n",
                edited(soa, put("www", "A", 3600, "192.0.2.1")));
        assertEquals(
                soa.replace("2026112407", "2026112500").replace("15m", "600"),
                edited(soa, put("@", "SOA", 3600, "ns1.example.net. host 0 3600 600 604800 300")));
    }

    @Test
    void lastLineWithoutAnEndStaysWithoutOne() {
        assertEquals(
                EDITED + "$TTL 60\nwww A 192.0.2.1\nwww A 192.0.2.2",
                edited(SOA + "$TTL 60\nwww A 192.0.2.1", put("www", "A", 60, "192.0.2.1", "192.0.2.2")));
    }

    @Test
    void namesAreWrittenForTheOriginThere() {
        String records = "$TTL 60\n$ORIGIN sub.example.com.\nwww A 192.0.2.1\nalias CNAME www\n";
        assertEquals(
                EDITED + records + "alias2 CNAME www\n",
                edited(SOA + records, put("alias2.sub", "CNAME", 60, "www.sub")));
        assertEquals(
                EDITED + records.replace("192.0.2.1\n", "192.0.2.1\nwww AAAA 2001:db8::1\n"),
                edited(SOA + records, put("www.sub", "AAAA", 60, "2001:db8:0::1")));
    }

    @Test
    void escapesWildcardsAndCaseAreUnderstood() {
        String records = "$TTL 60\n*.Shop A 192.0.2.1\na\\.b A 192.0.2.2\n\\120 A 192.0.2.3\n";
        assertEquals(
                EDITED + "$TTL 60\n*.Shop A 192.0.2.7\na\\.b A 192.0.2.2\n",
                edited(SOA + records, put("*.shop", "A", 60, "192.0.2.7"), delete("X", "A")));
    }

    @Test
    void includedRecordsAreRefused() {
        String text = SOA + "$TTL 60\n$INCLUDE hosts.inc\n";
        Edited edited = edit(text, put("inner", "A", 60, "192.0.2.1"));
        String reason = assertInstanceOf(Edited.Refused.class, edited).reason();
        assertTrue(reason.contains("zones/hosts.inc"), reason);
        assertEquals(
                SOA.replace(" 1 1h", " 2 1h") + "$TTL 60\n$INCLUDE hosts.inc\n",
                edited(text + "gone A 192.0.2.4\n", delete("gone", "A")));
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "1, 2",
        "4294967295, 1",
        "2147483647, 2147483648",
        "2026112400, 2026112500",
        "2026112500, 2026112501",
        "2026112599, 2026112600",
        "2027010100, 2027010101",
        "2026139901, 2026139902",
        "3000000000, 3000000001"
    })
    void serialsAreRaised(long serial, long raised) {
        assertEquals(raised, Serial.raised(serial, TODAY));
        assertTrue(Serial.isAfter(raised, serial));
    }
}
