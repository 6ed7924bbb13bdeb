package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.proxima.health.HealthEvent;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.store.Entry;
import io.proxima.store.Journal;
import io.proxima.store.JournalReader;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The journal over HTTP. */
class JournalDeskTest {
    private static final long AT = 1_700_000_000_000L;
    private static final Pair PAIR = new Pair("example.com./web", "192.0.2.1");

    @TempDir
    private Path folder;

    private Vertx vertx;
    private ControlServer server;
    private ControlClient client;

    @BeforeEach
    void start() throws ControlException {
        try (Journal journal = new Journal(folder, Journal.Limits.DEFAULT)) {
            journal.start(() -> {});
            journal.record(AT, new Entry.Started("ns1", "3f9c"));
            journal.record(AT, Entry.Snapshot.of("3f9c", Map.of(), Map.of()));
            for (int i = 1; i <= 150; i++) {
                Verdict verdict = new Verdict(i % 2 == 0, false, AT + i);
                journal.record(
                        AT + i, Entry.of(new HealthEvent.VerdictChanged(PAIR, verdict, List.of(), "refused", AT + i)));
            }
        }
        vertx = Vertx.vertx();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        server = ControlServer.start(vertx, anyPort, Gate.OPEN, List.of(new JournalDesk(new JournalReader(folder))));
        client = new ControlClient(ControlClient.urlOf(server.address()));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private List<Long> numbers(String path) throws ControlException {
        JsonNode records = client.get(path).path("records");
        return StreamSupport.stream(records.spliterator(), false)
                .map(record -> record.path("n").asLong())
                .toList();
    }

    @Test
    void theLastRecordsComeInTheirOrder() throws ControlException {
        assertEquals(List.of(150L, 151L, 152L), numbers("/v1/journal?limit=3"));
        assertEquals(100, numbers("/v1/journal").size());
        assertEquals(151, numbers("/v1/journal?limit=10000").size(), "without the snapshot");
        JsonNode last = client.get("/v1/journal?limit=1").path("records").get(0);
        assertEquals("verdict", last.path("kind").asString());
        assertEquals("192.0.2.1", last.path("address").asString());
        assertEquals("2023-11-14T22:13:20.150Z", last.path("at").asString());
    }

    @Test
    void sinceIsAnInstant() throws ControlException {
        assertEquals(List.of(151L, 152L), numbers("/v1/journal?since=2023-11-14T22:13:20.149Z"));
        assertEquals(List.of(151L, 152L), numbers("/v1/journal?since=2023-11-15T06:13:20.149+08:00"));
        assertEquals(List.of(), numbers("/v1/journal?since=-15m"));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertEquals(
                "since",
                assertThrows(ProblemException.class, () -> client.get("/v1/journal?since=soon"))
                        .problem()
                        .field());
        for (String limit : List.of("0", "-1", "10001", "all", "99999999999")) {
            Problem problem = assertThrows(ProblemException.class, () -> client.get("/v1/journal?limit=" + limit))
                    .problem();
            assertEquals(400, problem.status());
            assertEquals("limit", problem.field());
        }
    }
}
