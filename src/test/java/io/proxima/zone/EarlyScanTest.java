package io.proxima.zone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was edited is found on another thread, and counts as long as the file looks as it did then. */
class EarlyScanTest {
    private static final int HOSTS = 60_000;

    @TempDir
    private Path folder;

    private Path file;
    private String text = "";

    @BeforeEach
    void write() throws IOException {
        StringBuilder all = new StringBuilder(ZoneFixture.HEAD);
        for (int i = 0; i < HOSTS; i++) {
            all.append("h%d A 192.0.2.%d\n".formatted(i, i % 250));
        }
        text = all.toString();
        file = Files.writeString(folder.resolve("example.com.zone"), text);
    }

    private Reading read() {
        return new ZoneReader().read(file, "z", ZoneFixture.APEX, ZoneSource.Limits.DEFAULT);
    }

    @Test
    void findsWhatTheFileHasThatItHadNot() throws IOException {
        Reading base = read();
        Files.writeString(file, text.replace("h9000 A 192.0.2.0", "h9000 A 192.0.2.251"));
        EarlyScan scan = new EarlyScan(file, base, "edited");
        List<FileScan.Edit> edits = scan.edits();
        assertEquals(1, edits == null ? 0 : edits.size());
        assertTrue(scan.isOf(base, "edited"));
        assertFalse(scan.isOf(base, "edited again"));
        assertFalse(scan.isOf(read(), "edited"));
    }

    @Test
    void findsNothingWhereAllIsOther() throws IOException {
        Reading base = read();
        Files.writeString(file, text.replace(" A ", " 60 A "));
        assertNull(new EarlyScan(file, base, "edited").edits());
    }

    @Test
    void saysThatTheFileIsGone() throws IOException {
        Reading base = read();
        Files.delete(file);
        EarlyScan scan = new EarlyScan(file, base, "gone");
        assertThrows(IOException.class, scan::edits);
    }

    @Test
    void isOneOfTheFileAsItWasThenAndNoLongerOnceItIsRead() throws IOException {
        ZoneSource source = new ZoneSource(file, "z", ZoneFixture.APEX);
        assertFalse(source.isFollowed());
        source.prepare("first"); // nothing to compare it with
        Zone first = source.read("first", new Findings()).orElseThrow();
        assertTrue(source.isFollowed());
        for (int i = 1; i < 5; i++) {
            Files.writeString(file, text.replace("h9000 A 192.0.2.0", "h9000 A 192.0.2." + (250 + i)));
            source.prepare("look " + i);
            source.prepare("look " + i);
            Zone now = source.read("look " + i, new Findings()).orElseThrow();
            assertEquals(Set.of(Name.parse("h9000", ZoneFixture.APEX)), now.touchedSince(first));
            assertTrue(source.parsedOctets() < Integer.MAX_VALUE, "parsed whole");
        }
    }
}
