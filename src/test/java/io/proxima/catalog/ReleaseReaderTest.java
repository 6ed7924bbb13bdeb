package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files make a release, so that an edit of any is noticed. */
class ReleaseReaderTest {
    @TempDir
    private Path folder;

    private ReleaseReader reader;

    @BeforeEach
    void write() throws IOException {
        for (String name : List.of("zones", "geoip", "elsewhere")) {
            Files.createDirectories(folder.resolve(name));
        }
        Files.writeString(folder.resolve("zones/example.com.zone"), "; nothing yet\n");
        Files.writeString(folder.resolve("geoip/.lines.yaml"), "networks-files: [../elsewhere/rows.csv, near.csv]\n");
        Files.writeString(folder.resolve("geoip/near.csv"), "192.0.2.0/24,office\n");
        Files.writeString(folder.resolve("elsewhere/rows.csv"), "198.51.100.0/24,office\n");
        Files.writeString(folder.resolve("elsewhere/city.mmdb"), "no database");
        reader = new ReleaseReader(new ReleaseFiles(
                folder.resolve("zones"),
                List.of(folder.resolve("elsewhere/city.mmdb")),
                folder.resolve("geoip/.lines.yaml"),
                null));
    }

    private void assertCounts(boolean counts, String file, String content) throws IOException {
        Fingerprint before = reader.fingerprint();
        String digest = reader.contents().release();
        Files.writeString(folder.resolve(file), content);
        if (counts) {
            assertNotEquals(before, reader.fingerprint(), file);
            assertNotEquals(digest, reader.contents().release(), file);
        } else {
            assertEquals(before, reader.fingerprint(), file);
            assertEquals(digest, reader.contents().release(), file);
        }
    }

    @Test
    void everyFileThatIsReadCounts() throws IOException {
        assertCounts(true, "zones/example.com.zone", "; an edit\n");
        assertCounts(true, "elsewhere/city.mmdb", "still no database");
        assertCounts(true, "geoip/.lines.yaml", "networks-files: [../elsewhere/rows.csv, near.csv, ]\n");
        assertCounts(true, "geoip/near.csv", "192.0.2.0/25,office\n");
        assertCounts(true, "elsewhere/rows.csv", "198.51.100.0/25,office\n");
        assertCounts(false, "elsewhere/notes.csv", "198.51.100.0/26,office\n");
    }

    @Test
    void whichRowsAreReadIsWhatTheLinesSayNow() throws IOException {
        assertCounts(false, "elsewhere/.more", "203.0.113.0/24,office\n");
        assertCounts(true, "geoip/.lines.yaml", "networks-files: [../elsewhere/.more]\n");
        assertCounts(true, "elsewhere/.more", "203.0.113.0/25,office\n");
        assertCounts(false, "elsewhere/rows.csv", "198.51.100.0/28,office\n");
        assertCounts(true, "geoip/.lines.yaml", "networks-files: [");
        assertCounts(true, "geoip/.lines.yaml", "networks-files: [../elsewhere/rows.csv]\n");
        assertCounts(true, "elsewhere/rows.csv", "198.51.100.0/29,office\n");
    }

    @Test
    void zonesAreNamedBeforeTheyAreRead() throws IOException {
        Files.writeString(folder.resolve("zones/example.net.zone"), "broken (\n");
        List<String> told = new ArrayList<>();
        new ReleaseReader(
                        new ReleaseFiles(folder.resolve("zones"), List.of(), null, null),
                        (file, number, of) -> told.add(file.getFileName() + " " + number + " of " + of))
                .read(new Findings());
        assertEquals(List.of("example.com.zone 1 of 2", "example.net.zone 2 of 2"), told);
    }
}
