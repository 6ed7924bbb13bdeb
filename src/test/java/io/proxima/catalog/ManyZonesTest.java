package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.zone.Zone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A set of so many zone files that several threads read and compile them. */
class ManyZonesTest {
    private static final int ZONES = 500;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        for (int i = 0; i < ZONES; i++) {
            write(i, "www A 192.0.2." + i % 250 + "\n");
        }
    }

    private Path file(int number) {
        return folder.resolve("z" + number + ".example.com.zone");
    }

    private void write(int number, String records) throws IOException {
        Files.writeString(file(number), """
                $TTL 60
                @ SOA ns1 h 1 3600 600 604800 30
                @ NS ns1
                ns1 A 192.0.2.1
                """ + records);
    }

    private ReleaseReader reader() {
        return new ReleaseReader(new ReleaseFiles(folder, List.of(), null, null));
    }

    private static Release release(ReleaseReader reader) {
        Findings findings = new Findings();
        Optional<Release> release = reader.read(findings);
        assertEquals(List.of(), findings.inOrder());
        return release.orElseThrow();
    }

    private static Zone zone(Release release, int number) {
        return release.zoneOf(Name.parse("z" + number + ".example.com")).orElseThrow();
    }

    @Test
    void findingsAreInTheOrderOfTheFiles() throws IOException {
        for (int i = 0; i < ZONES; i += 7) {
            write(i, "www A nonsense\nmail MX 10\n");
        }
        Files.writeString(folder.resolve("Z7.example.com.zone"), "; the same zone\n");
        Files.writeString(folder.resolve("@.zone"), "; no zone\n");
        Files.createDirectory(folder.resolve("z8folder.example.com.zone"));
        Findings first = new Findings();
        assertTrue(reader().read(first).isEmpty());
        assertTrue(first.size() > 2 * ZONES / 7, () -> String.valueOf(first.size()));
        List<String> files = first.inOrder().stream()
                .map(finding -> finding.place().file())
                .distinct()
                .toList();
        assertEquals(files.stream().sorted().toList(), files);
        assertTrue(
                first.inOrder().stream()
                        .map(Finding::toString)
                        .anyMatch(text -> text.contains("z8folder") && text.contains("it is a folder")),
                first.inOrder().toString());
        for (int round = 0; round < 10; round++) {
            Findings again = new Findings();
            assertTrue(reader().read(again).isEmpty());
            assertEquals(first.inOrder(), again.inOrder());
        }
    }

    @Test
    void readingSaysTheDigestsThatReadingAgainWouldSay() {
        ReleaseReader reader = reader();
        Fingerprint now = reader.fingerprint();
        assertTrue(reader.read(now, new Findings()).isPresent());
        ReleaseContents contents = reader.contents(now);
        assertEquals(reader().contents(), contents);
        Map<String, byte[]> octets = reader.takeOctets();
        assertEquals(
                contents.items().stream()
                        .map(ReleaseContents.Item::sha256)
                        .sorted()
                        .distinct()
                        .toList(),
                octets.keySet().stream().sorted().toList());
        assertTrue(reader.takeOctets().isEmpty());
    }

    @Test
    void anEditReadsAndCompilesOneZone() throws IOException {
        ReleaseReader reader = reader();
        CatalogCompiler compiler = new CatalogCompiler();
        Release before = release(reader);
        Catalog first = compiler.compile(before);
        var _ = reader.contents();
        var _ = reader.takeOctets();
        write(77, "www A 198.51.100.77\n");
        Release after = release(reader);
        Catalog second = compiler.compile(after);
        String sha256 = reader.contents().items().stream()
                .filter(item -> item.file().equals(file(77)))
                .map(ReleaseContents.Item::sha256)
                .findFirst()
                .orElseThrow();
        Map<String, byte[]> octets = reader.takeOctets();
        assertEquals(Set.of(sha256), octets.keySet());
        assertTrue(Arrays.equals(Files.readAllBytes(file(77)), octets.get(sha256)));
        Set<Object> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(before.zones());
        known.addAll(first.zones());
        assertEquals(
                1, after.zones().stream().filter(zone -> !known.contains(zone)).count());
        assertEquals(
                1, second.zones().stream().filter(tree -> !known.contains(tree)).count());
        assertFalse(known.contains(zone(after, 77)));
        assertEquals(
                "[/198.51.100.77]",
                after.addressesAt(Name.parse("www.z77.example.com")).toString());
    }

    @Test
    void aFileThatIsWrittenWhileTheSetIsReadLooksOtherAfterwards() {
        List<Path> told = new ArrayList<>();
        ReleaseReader reader =
                new ReleaseReader(new ReleaseFiles(folder, List.of(), null, null), (file, number, of) -> {
                    if (told.isEmpty()) {
                        try {
                            write(ZONES - 1, "www A 203.0.113.1\n");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                    told.add(file);
                });
        Fingerprint before = reader.fingerprint();
        assertTrue(reader.read(before, new Findings()).isPresent());
        assertEquals(ZONES, told.size());
        Fingerprint after = reader.fingerprint();
        assertNotEquals(before, after);
        assertEquals(List.of(file(ZONES - 1)), after.filesUnlike(before));
        assertEquals(List.of(), after.filesUnlike(reader.fingerprint()));
        assertEquals(ZONES, after.filesUnlike(null).size());
    }

    @Test
    void foldersThatLeadBackToThemselvesAreGoneIntoOnce() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("parts"));
        Files.writeString(inner.resolve("more.inc"), "more A 192.0.2.3\n");
        Files.createSymbolicLink(inner.resolve("round"), folder);
        Fingerprint print = reader().fingerprint();
        assertEquals(ZONES + 2, print.looks().size());
        assertEquals(print, reader().fingerprint());
        assertTrue(print.looks().stream().anyMatch(look -> look.name().equals("0/parts/more.inc")));
        assertEquals(
                Look.UNREADABLE,
                print.looks().stream()
                        .filter(look -> look.name().equals("0/parts/round"))
                        .findFirst()
                        .orElseThrow()
                        .octets());
    }
}
