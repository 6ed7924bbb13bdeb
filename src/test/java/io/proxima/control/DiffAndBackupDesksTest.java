package io.proxima.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.ReleaseContents;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.store.ActiveRelease;
import io.proxima.store.Archive;
import io.proxima.store.Comparison;
import io.proxima.store.ReleaseStamp;
import io.proxima.store.Releases;
import io.proxima.store.Standing;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What differs, and backups, over HTTP. */
class DiffAndBackupDesksTest {
    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private Path zone;
    private Path state;
    private String release = "";
    private ControlServer server;
    private ControlClient client;

    @BeforeEach
    void start() throws Exception {
        zone = Files.createDirectories(folder.resolve("zones")).resolve("example.com.zone");
        state = folder.resolve("var");
        Files.writeString(zone, "@ 60 SOA ns h 1 1 1 1 1\n@ 60 NS ns.example.net.\nwww 60 A 192.0.2.1\n");
        ReleaseFiles files = new ReleaseFiles(folder.resolve("zones"), List.of(), null, null, state);
        ReleaseContents contents = new ReleaseReader(files).contents();
        release = contents.release();
        Releases.in(state).keep(contents, 1);
        new Standing(new ActiveRelease(release, new ReleaseStamp(1, "ns1"), "", "", 1), release, 1, false).write(state);
        server = ControlServer.start(
                vertx,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Gate.OPEN,
                List.of(
                        new DiffDesk(new Comparison(files, state)),
                        new BackupDesk(state, "ns1", InstantSource.system())));
        client = new ControlClient(ControlClient.urlOf(server.address()));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void anEditIsToldAndBounded() throws Exception {
        assertEquals(0, client.get("/v1/releases/diff").path("changes").size());
        Files.writeString(zone, "@ 60 SOA ns h 2 1 1 1 1\n@ 60 NS ns.example.net.\nWWW 30 A 192.0.2.1\n");
        JsonNode diff = client.get("/v1/releases/diff?from=" + release.substring(0, 6) + "&to=files&limit=1");
        assertEquals(release, diff.path("from").asString());
        assertEquals(2, diff.path("changed").asInt());
        assertEquals(1, diff.path("changes").size());
        JsonNode serial = diff.path("changes").path(0);
        assertEquals("SERIAL", serial.path("part").asString());
        assertEquals("1", serial.path("before").asString());
        assertEquals(
                "www.example.com. A ttl",
                client.get("/v1/releases/diff")
                        .path("changes")
                        .path(1)
                        .path("subject")
                        .asString());
    }

    @Test
    void whatCannotBeSaidIsAProblem() throws Exception {
        assertEquals(400, problem("/v1/releases/diff?from=nothing"));
        assertEquals(400, problem("/v1/releases/diff?limit=0"));
        assertEquals(404, problem("/v1/releases/diff?from=" + (release.startsWith("0000") ? "ffff" : "0000")));
        Files.writeString(zone, "www A nothing\n");
        ProblemException broken = assertThrows(ProblemException.class, () -> client.get("/v1/releases/diff"));
        assertEquals(409, broken.problem().status());
        assertTrue(broken.problem().detail().contains("example.com.zone:1:7: error:"), broken.problem()::detail);
    }

    private int problem(String path) {
        return assertThrows(ProblemException.class, () -> client.get(path))
                .problem()
                .status();
    }

    @Test
    void aBackupIsFetchedAndLeavesNothingInTheStateFolder() throws Exception {
        Path file = folder.resolve("fetched.tar");
        client.fetch("/v1/backup", file, Duration.ofSeconds(30));
        Archive archive = Archive.verify(file);
        assertEquals(release, archive.active());
        await().atMost(Duration.ofSeconds(5)).until(() -> {
            try (Stream<Path> all = Files.list(state)) {
                return all.noneMatch(each -> each.toString().endsWith(".tar"));
            }
        });
        Files.delete(state.resolve("release"));
        ProblemException refused =
                assertThrows(ProblemException.class, () -> client.fetch("/v1/backup", file, Duration.ofSeconds(30)));
        assertEquals(409, refused.problem().status());
    }
}
