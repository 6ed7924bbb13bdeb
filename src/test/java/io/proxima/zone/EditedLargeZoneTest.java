package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an edit of a large zone costs does not grow with the zone: counted, not timed. */
class EditedLargeZoneTest {
    /** Twice two chunks of 16 KiB and the rest of an entry: an edit is read to its end, then once more for its owners. */
    private static final int ONE_EDIT = 80 * 1024;

    private static final int HOSTS = 40_000;

    @TempDir
    private Path folder;

    private Path file;
    private ZoneSource source;
    private String text = "";
    private int looks;

    @BeforeEach
    void write() throws IOException {
        StringBuilder all = new StringBuilder(ZoneFixture.HEAD);
        for (int i = 0; i < HOSTS; i++) {
            all.append("h%d A 192.0.2.%d\nh%d TXT \"host %d\"\n".formatted(i, i % 250, i, i));
        }
        text = all.append("mail MX 10 h77\n").toString();
        file = folder.resolve("example.com.zone");
        source = new ZoneSource(file, "z", ZoneFixture.APEX);
        read();
        assertEquals(Integer.MAX_VALUE, source.parsedOctets());
    }

    private Optional<Zone> read() throws IOException {
        Files.writeString(file, text);
        Findings findings = new Findings();
        Optional<Zone> zone = source.read("look " + looks++, findings);
        Findings whole = new Findings();
        new ZoneReader().read(file, "z", ZoneFixture.APEX, whole);
        assertEquals(texts(whole), texts(findings));
        return zone;
    }

    private static List<String> texts(Findings findings) {
        return findings.sorted().stream().map(Finding::toString).toList();
    }

    private Zone edit(String from, String to) throws IOException {
        assertTrue(text.contains(from), from);
        text = text.replace(from, to);
        return read().orElseThrow();
    }

    private static Name name(String name) {
        return Name.parse(name, ZoneFixture.APEX);
    }

    private static List<String> hex(Zone zone, String name, int type) {
        return zone.rrset(name(name), type).map(ZoneFixture::hex).orElse(List.of());
    }

    @Test
    void aChangedAnInsertedAndADeletedRecordAreReadWithTheirChunk() throws IOException {
        Zone first = read().orElseThrow();
        Zone changed = edit("h20000 A 192.0.2.0\n", "h20000 A 192.0.2.251\n");
        assertTrue(source.parsedOctets() <= ONE_EDIT, () -> "parsed " + source.parsedOctets());
        assertEquals(List.of("c00002fb"), hex(changed, "h20000", RrType.A));
        assertEquals(Set.of(name("h20000")), changed.touchedSince(first));

        Zone inserted = edit("h39999 A", "new A 192.0.2.252\nh39999 A");
        assertTrue(source.parsedOctets() <= ONE_EDIT, () -> "parsed " + source.parsedOctets());
        assertEquals(List.of("c00002fc"), hex(inserted, "new", RrType.A));

        Zone deleted = edit("h3 A 192.0.2.3\nh3 TXT \"host 3\"\n", "");
        assertTrue(source.parsedOctets() <= ONE_EDIT, () -> "parsed " + source.parsedOctets());
        assertTrue(deleted.owner(name("h3")).isEmpty());
        assertEquals(Set.of(name("h20000"), name("new"), name("h3")), deleted.touchedSince(first));
        assertEquals(HOSTS - 1 + 3, deleted.owners().size());
    }

    @Test
    void theSerialAndARecordAreTwoEdits() throws IOException {
        text = text.replace(" 1 1h 15m", " 2 1h 15m");
        edit("h33333 A", "h33333 900 A");
        assertTrue(source.parsedOctets() <= 2 * ONE_EDIT, () -> "parsed " + source.parsedOctets());
    }

    @Test
    void whoNamesAHostIsTouchedWithIt() throws IOException {
        Zone first = read().orElseThrow();
        Zone changed = edit("h77 A 192.0.2.77", "h77 A 192.0.2.78");
        assertEquals(Set.of(name("h77"), name("mail")), changed.touchedSince(first));
        // Now the host is an alias, which is to be said of the record that names it, far from the edit.
        Zone alias = edit("h77 A 192.0.2.78\nh77 TXT \"host 77\"", "h77 CNAME h78");
        assertEquals(Set.of(name("h77"), name("mail")), alias.touchedSince(changed));
        edit("h77 CNAME h78", "h77 A 192.0.2.77");
    }

    @Test
    void whatWasBrokenAndIsMendedIsReadWithItsChunk() throws IOException {
        String good = text;
        text = good.replace("h500 A 192.0.2.0", "h500 A 192.0.2.256");
        assertTrue(read().isEmpty());
        text = good.replace("h500 A 192.0.2.0", "h500 A 192.0.2.251");
        assertEquals(List.of("c00002fb"), hex(read().orElseThrow(), "h500", RrType.A));
        assertTrue(source.parsedOctets() <= ONE_EDIT, () -> "parsed " + source.parsedOctets());
    }

    @Test
    void whatLooksAsItDidIsNotReadAgain() throws IOException {
        Findings findings = new Findings();
        Zone first = source.read("the same", findings).orElseThrow();
        Files.writeString(file, "nothing that is a zone");
        assertEquals(first, source.read("the same", findings).orElseThrow());
        assertTrue(source.read("another", findings).isEmpty());
    }

    @Test
    void anotherTtlForAllIsReadWhole() throws IOException {
        Zone zone = edit("$TTL 1h", "$TTL 2h");
        assertEquals(Integer.MAX_VALUE, source.parsedOctets());
        assertEquals(7200, zone.rrset(name("h1"), RrType.A).orElseThrow().ttlSeconds());
    }
}
