package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits are noticed wherever the files are, and however they are written. */
class NoticedEditsTest {
    private static final String ONE = "192.0.2.1";
    private static final String TWO = "192.0.2.2";

    @TempDir
    private Path folder;

    private ServedFolder served;

    @BeforeEach
    void begin() throws IOException {
        served = new ServedFolder(folder, "");
    }

    @AfterEach
    void end() {
        served.close();
    }

    private void start() throws IOException {
        served.start();
        assertEquals(ONE, served.www());
    }

    private static void link(Path link, Path target) throws IOException {
        Path fresh = Files.createSymbolicLink(link.resolveSibling("." + link.getFileName() + ".new"), target);
        Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void anEditIsServedSoon() throws IOException {
        served.write("zones/example.com.zone", ServedFolder.zone(ONE));
        start();
        List<Long> took = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String address = "192.0.2." + (10 + i);
            served.write("zones/example.com.zone", ServedFolder.zone(address));
            long begin = System.nanoTime();
            served.awaitWww(address);
            took.add((System.nanoTime() - begin) / 1_000_000);
        }
        Collections.sort(took);
        System.out.println("from an edit to its answer, ms: " + took);
        assertTrue(took.getFirst() >= 90, "not before files were quiet: " + took);
        assertTrue(took.getFirst() < 1_000, "of twenty edits none was served soon: " + took);
    }

    @Test
    void theFolderIsALinkThatIsTurned() throws IOException {
        Files.delete(folder.resolve("zones"));
        served.write("sets/1/example.com.zone", ServedFolder.zone(ONE));
        served.write("sets/2/example.com.zone", ServedFolder.zone(TWO));
        Files.createSymbolicLink(folder.resolve("zones"), Path.of("sets/1"));
        start();
        link(folder.resolve("zones"), Path.of("sets/2"));
        served.awaitWww(TWO);
        served.write("sets/2/example.com.zone", ServedFolder.zone("192.0.2.3"));
        served.awaitWww("192.0.2.3");
    }

    /** As a volume of Kubernetes is: {@code FILE -> ..data/FILE}, {@code ..data -> ..2026_11_25}. */
    @Test
    void filesAreLinksThroughALinkThatIsTurned() throws IOException {
        served.write("zones/..one/example.com.zone", ServedFolder.zone(ONE));
        served.write("zones/..two/example.com.zone", ServedFolder.zone(TWO));
        Path data = Files.createSymbolicLink(folder.resolve("zones/..data"), Path.of("..one"));
        Files.createSymbolicLink(folder.resolve("zones/example.com.zone"), Path.of("..data/example.com.zone"));
        start();
        link(data, Path.of("..two"));
        served.awaitWww(TWO);
    }

    @Test
    void aLinkedFileIsWrittenWhereItIs() throws IOException {
        served.write("elsewhere/a.zone", ServedFolder.zone(ONE));
        Files.createSymbolicLink(folder.resolve("zones/example.com.zone"), folder.resolve("elsewhere/a.zone"));
        start();
        served.write("elsewhere/a.zone", ServedFolder.zone(TWO));
        served.awaitWww(TWO);
    }

    @Test
    void theFolderIsPutInThePlaceOfAnother() throws IOException {
        served.write("zones/example.com.zone", ServedFolder.zone(ONE));
        served.write("fresh/example.com.zone", ServedFolder.zone(TWO));
        start();
        Files.move(folder.resolve("zones"), folder.resolve("old"));
        Files.move(folder.resolve("fresh"), folder.resolve("zones"));
        served.awaitWww(TWO);
        served.write("zones/example.com.zone", ServedFolder.zone("192.0.2.3"));
        served.awaitWww("192.0.2.3");
    }

    @Test
    void whatIsIncludedIsPartOfIt() throws IOException {
        served.write("zones/parts/hosts.inc", "www A " + ONE + "\n");
        served.write("zones/example.com.zone", ServedFolder.ZONE + "$INCLUDE parts/hosts.inc\n");
        start();
        served.write("zones/parts/hosts.inc", "www A " + TWO + "\n");
        served.awaitWww(TWO);
        served.write("zones/more/parts/hosts.inc", "www A 192.0.2.3\n");
        served.write("zones/example.com.zone", ServedFolder.ZONE + "$INCLUDE more/parts/hosts.inc\n");
        served.awaitWww("192.0.2.3");
        served.write("zones/more/parts/hosts.inc", "www A 192.0.2.4\n");
        served.awaitWww("192.0.2.4");
    }

    @Test
    void filesOfNetworksLieAnywhere() throws IOException {
        served.close();
        served = new ServedFolder(folder, "geo: {lines: geo/lines.yaml}");
        Path networks = served.write("far/away/networks.csv", "127.0.0.0/8,office\n");
        served.write("geo/lines.yaml", "networks-files: [" + networks + "]\nnetworks: {office: [203.0.113.0/24]}\n");
        served.write("zones/example.com.zone", ServedFolder.zone(ONE) + "two A " + TWO + "\n");
        served.write("zones/example.com.policy.yaml", """
                pools:
                  edge:
                    choose: line
                    groups:
                      - {line: office, members: [www]}
                      - {line: default, members: [two]}
                names:
                  www: {pool: edge}
                """);
        start();
        served.write("far/away/networks.csv", "198.51.100.0/24,office\n");
        served.awaitWww(TWO);
    }

    @Test
    void whatIsWrittenInPiecesIsReadWhole() throws IOException {
        served.write("zones/example.com.zone", ServedFolder.zone(ONE));
        start();
        String text = ServedFolder.zone(TWO) + "last A " + TWO + "\n";
        Path file = folder.resolve("zones/example.com.zone");
        Files.writeString(file, "");
        for (int at = 0; at < text.length(); at += 8) {
            Files.writeString(file, text.substring(at, Math.min(at + 8, text.length())), StandardOpenOption.APPEND);
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        served.awaitWww(TWO);
        assertEquals(0, served.get("/v1/status").path("release").path("errors").asInt());
        await().until(() -> served.get("/v1/releases").path("releases").size() == 2);
    }

    @Test
    void whatEditorsKeepBesideAFileIsNone() throws IOException {
        served.write("zones/example.com.zone", ServedFolder.zone(ONE));
        start();
        String before = served.current();
        served.write("zones/.example.com.zone.swp", "x");
        served.write("zones/example.com.zone~", ServedFolder.zone("192.0.2.9"));
        served.write("zones/.git/HEAD", "x");
        Files.setLastModifiedTime(
                folder.resolve("zones/example.com.zone"), java.nio.file.attribute.FileTime.fromMillis(1));
        served.order(java.util.Optional.empty(), "");
        assertEquals(before, served.current());
        served.write("zones/example.com.zone", ServedFolder.zone(TWO));
        served.awaitWww(TWO);
        await().until(() -> served.get("/v1/releases").path("releases").size() == 2);
    }
}
