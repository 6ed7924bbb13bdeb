package io.proxima.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseContents;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.net.Prefix;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Releases that are kept are what they were, or are not given. */
class ReleasesTest {
    private static final Path DEMO = Path.of(System.getProperty("proxima.home", "."), "geoip/demo.mmdb");

    @TempDir
    private Path folder;

    private Releases releases;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("zones/parts"));
        Files.createDirectories(folder.resolve("geoip"));
        Files.writeString(folder.resolve("zones/example.com.zone"), """
                $ORIGIN example.com.
                $TTL 60
                @     SOA ns1 hostmaster 1 3600 600 604800 30
                @     NS  ns1
                ns1   A   127.0.0.1
                www   A   192.0.2.11
                sh    A   192.0.2.11
                $INCLUDE parts/more.inc
                """);
        Files.writeString(folder.resolve("zones/parts/more.inc"), "more A 192.0.2.77\n");
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), """
                pools:
                  edge:
                    choose: line
                    groups:
                      - {line: office, members: [sh]}
                      - {line: default, members: [sh]}
                names:
                  www: {pool: edge}
                """);
        Files.writeString(
                folder.resolve("geoip/lines.yaml"),
                "networks: {office: [203.0.113.0/24]}\nnetworks-files: [networks.csv]\n");
        Files.writeString(folder.resolve("geoip/networks.csv"), "198.51.100.0/24,office\n");
        Files.copy(DEMO, folder.resolve("geoip/demo.mmdb"));
        releases = new Releases(folder.resolve("var/releases"), Releases.Limits.DEFAULT);
    }

    private ReleaseReader reader() {
        return new ReleaseReader(new ReleaseFiles(
                folder.resolve("zones"),
                List.of(folder.resolve("geoip/demo.mmdb")),
                folder.resolve("geoip/lines.yaml"),
                "CN",
                folder.resolve("var")));
    }

    private ReleaseContents contents() {
        return reader().contents();
    }

    /** The contents with {@code more.example.com} at another address. */
    private ReleaseContents edited(int number) throws IOException {
        Files.writeString(folder.resolve("zones/parts/more.inc"), "more A 192.0.2." + number + "\n");
        return contents();
    }

    private static Release read(KeptRelease kept) {
        Findings findings = new Findings();
        return new ReleaseReader(kept.files())
                .read(findings)
                .orElseThrow(() -> new AssertionError(findings.sorted().toString()));
    }

    private String addressOf(String release) throws StoreException {
        try (KeptRelease kept = releases.open(release)) {
            return read(kept)
                    .addressesAt(Name.parse("more.example.com"))
                    .getFirst()
                    .getHostAddress();
        }
    }

    private String refusal(String release) {
        return String.valueOf(
                assertThrows(StoreException.class, () -> releases.open(release).close())
                        .getMessage());
    }

    private List<Path> kept(String what) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("var/releases").resolve(what))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void whatWasEditedIsStillThereAsItWas() throws IOException, StoreException {
        ReleaseContents first = contents();
        releases.keep(first, 1);
        ReleaseContents second = edited(78);
        releases.keep(second, 2);
        Files.delete(folder.resolve("zones/example.com.policy.yaml"));
        Files.delete(folder.resolve("geoip/networks.csv"));

        assertEquals("192.0.2.77", addressOf(first.release()));
        assertEquals("192.0.2.78", addressOf(second.release()));
        try (KeptRelease kept = releases.open(first.release())) {
            Release release = read(kept);
            assertEquals(List.of(), kept.warnings());
            assertEquals(1, release.policies().size());
            assertEquals(
                    "office",
                    release.geography()
                            .inheritance(release.geography().facts(Prefix.parse("198.51.100.0/24")))
                            .getFirst());
            assertEquals(
                    folder.resolve("zones/example.com.zone").toString(),
                    release.zones().iterator().next().file());
        }
    }

    @Test
    void equalFilesAreKeptOnceAndDatabasesNotAtAll() throws IOException, StoreException {
        releases.keep(contents(), 1);
        assertEquals(5, kept("blobs").size());
        releases.keep(edited(78), 2);
        assertEquals(6, kept("blobs").size());
        assertEquals(2, kept("manifests").size());
        long octets =
                kept("blobs").stream().mapToLong(file -> file.toFile().length()).sum();
        assertTrue(octets < Files.size(DEMO), octets + " octets");
    }

    @Test
    void theOldestGoAndTheirFilesWithThem() throws IOException, StoreException {
        releases = new Releases(folder.resolve("var/releases"), new Releases.Limits(3, 1 << 20));
        List<String> hashes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            ReleaseContents contents = edited(i);
            hashes.add(contents.release());
            releases.keep(contents, i);
        }
        assertEquals(3, kept("manifests").size());
        assertEquals(4 + 3, kept("blobs").size());
        assertTrue(refusal(hashes.get(2)).contains("is not kept"), refusal(hashes.get(2)));
        assertEquals("192.0.2.3", addressOf(hashes.get(3)));

        releases.keep(edited(3), 7); // in force again: the newest
        releases.keep(edited(9), 8);
        assertEquals("192.0.2.3", addressOf(hashes.get(3)));
        assertTrue(refusal(hashes.get(4)).contains("is not kept"), refusal(hashes.get(4)));
    }

    @Test
    void octetsAreBoundedToo() throws IOException, StoreException {
        long most = 20_000;
        releases = new Releases(folder.resolve("var/releases"), new Releases.Limits(64, most));
        Random random = new Random(5);
        String last = "";
        for (int i = 0; i < 8; i++) {
            byte[] noise = new byte[4_000];
            random.nextBytes(noise);
            Files.writeString(
                    folder.resolve("zones/parts/more.inc"),
                    "more A 192.0.2.7\n; " + HexFormat.of().formatHex(noise) + "\n");
            ReleaseContents contents = contents();
            last = contents.release();
            releases.keep(contents, i);
            assertTrue(octets() <= most, octets() + " octets");
        }
        assertEquals("192.0.2.7", addressOf(last));

        Files.writeString(folder.resolve("zones/parts/more.inc"), "; " + "x".repeat(30_000));
        ReleaseContents large = contents();
        assertTrue(String.valueOf(assertThrows(StoreException.class, () -> releases.keep(large, 9))
                        .getMessage())
                .contains("more than 20000"));
        assertEquals("192.0.2.7", addressOf(last));
    }

    private long octets() throws IOException {
        return kept("blobs").stream().mapToLong(file -> file.toFile().length()).sum();
    }

    @Test
    void filesThatAreOthersByNowAreNotKept() throws IOException {
        ReleaseContents before = contents();
        edited(99);
        String message = String.valueOf(assertThrows(StoreException.class, () -> releases.keep(before, 1))
                .getMessage());
        assertTrue(message.endsWith("more.inc is another by now"), message);
        assertTrue(refusal(before.release()).contains("is not kept"), refusal(before.release()));
    }

    @Test
    void filesThatWereSeenToBeOthersAreNotReadInVain() throws IOException, StoreException {
        ReleaseContents first = contents();
        edited(98);
        ReleaseContents second = contents();
        String message =
                String.valueOf(assertThrows(StoreException.class, () -> releases.keep(first, Map.of(), second, 1))
                        .getMessage());
        assertTrue(message.endsWith("more.inc is another by now"), message);
        assertFalse(Files.exists(folder.resolve("var/releases/blobs")), "something was read");

        releases.keep(second, Map.of(), second, 2);
        edited(99);
        releases.keep(second, Map.of(), contents(), 3); // its files are kept already
        assertEquals(List.of(second.release()), releases.newest());
    }

    @Test
    void whatIsDamagedIsNotGiven() throws IOException, StoreException {
        ReleaseContents contents = contents();
        releases.keep(contents, 1);
        List<Path> files = new ArrayList<>(kept("blobs"));
        files.addAll(kept("manifests"));
        Random random = new Random(3);
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            for (int round = 0; round < 20; round++) {
                byte[] damaged = whole.clone();
                int at = random.nextInt(damaged.length);
                damaged[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, round % 4 == 3 ? Arrays.copyOf(whole, at) : damaged);
                try (KeptRelease kept = releases.open(contents.release())) {
                    assertSame(contents, kept);
                } catch (StoreException e) {
                    assertTrue(String.valueOf(e.getMessage()).contains(" is damaged"), e.getMessage());
                }
            }
            Files.write(file, whole);
        }
        assertEquals("192.0.2.77", addressOf(contents.release()));
    }

    /** Some octets carry nothing, such as the line end of a manifest or unused bits behind a deflated block. */
    private static void assertSame(ReleaseContents contents, KeptRelease kept) {
        String hash = new ReleaseReader(kept.files())
                .contents().items().stream()
                        .map(ReleaseContents.Item::sha256)
                        .toList()
                        .toString();
        assertEquals(
                contents.items().stream()
                        .map(ReleaseContents.Item::sha256)
                        .toList()
                        .toString(),
                hash);
    }

    @Test
    void databasesThatAreOthersByNowAreSaid() throws IOException, StoreException {
        ReleaseContents contents = contents();
        releases.keep(contents, 1);
        Path database = folder.resolve("geoip/demo.mmdb");
        Files.copy(DEMO.resolveSibling("demo-asn.mmdb"), database, StandardCopyOption.REPLACE_EXISTING);
        try (KeptRelease kept = releases.open(contents.release())) {
            assertEquals(
                    List.of("the database " + database + " is another than in that release; this one is asked"),
                    kept.warnings());
            read(kept);
        }
        Files.delete(database);
        try (KeptRelease kept = releases.open(contents.release())) {
            assertEquals(
                    List.of("the database " + database + " of that release is gone; it is left out"), kept.warnings());
            read(kept);
        }
    }

    @Test
    void whatIsNoHashIsNotLookedFor() throws IOException, StoreException {
        releases.keep(contents(), 1);
        assertTrue(refusal("../manifests/" + contents().release()).contains("is not kept"));
        assertTrue(refusal("").contains("is not kept"));
    }

    @Test
    void whatIsBegunAndNotEndedIsRemoved() throws IOException, StoreException {
        ReleaseContents contents = contents();
        releases.keep(contents, 1);
        Path left = kept("blobs").getFirst().resolveSibling("3f9c.new");
        Files.write(left, "half".getBytes(StandardCharsets.UTF_8));
        Path manifest = kept("manifests").getFirst();
        Path copy = Files.copy(manifest, manifest.resolveSibling(manifest.getFileName() + "1.new"));
        releases.keep(edited(5), 2);
        assertTrue(Files.notExists(left));
        assertTrue(Files.notExists(copy));
        assertEquals("192.0.2.77", addressOf(contents.release()));
    }

    @Test
    void whatTheServerWritesIsNoPartOfARelease() throws IOException, StoreException {
        ReleaseReader all = new ReleaseReader(new ReleaseFiles(
                folder.resolve("zones"), List.of(), folder.resolve("lines.yaml"), null, folder.resolve("var")));
        Files.writeString(folder.resolve("lines.yaml"), "networks: {office: [203.0.113.0/24]}\n");
        String before = all.contents().release();
        releases.keep(all.contents(), 1);
        assertEquals(before, all.contents().release());
        assertTrue(all.contents().items().stream().noneMatch(item -> item.name().contains("manifests")));
    }
}
