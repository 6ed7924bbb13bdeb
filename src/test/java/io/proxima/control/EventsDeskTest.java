package io.proxima.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.health.HealthEvent;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.store.Entry;
import io.proxima.store.Journal;
import io.proxima.store.JournalReader;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events over HTTP, from a journal that is written meanwhile. */
class EventsDeskTest {
    private static final long AT = 1_700_000_000_000L;
    private static final Pair EDGE = new Pair("example.com./web", "192.0.2.1");
    private static final Pair OTHER = new Pair("example.com./web", "192.0.2.2");
    private static final String ZONE = """
            $TTL 60
            @ SOA ns1 hostmaster 1 3600 600 604800 30
            @ NS ns1
            ns1 A 192.0.2.250
            www A 192.0.2.1
            api A 192.0.2.2
            """;
    private static final String POLICY = """
            checks:
              web: {kind: tcp, port: 80}
            pools:
              edge: {check: web, choose: all, members: [192.0.2.1]}
              other: {check: web, choose: all, members: [192.0.2.2]}
            names:
              www: {pool: edge}
              api: {pool: other}
            """;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<Socket> sockets = new ArrayList<>();
    private Journal journal;
    private ControlServer server;
    private ControlClient client;

    @BeforeEach
    void start() throws ControlException {
        journal = new Journal(folder, new Journal.Limits(1 << 14, 1 << 16, 1 << 16));
        JournalReader reader = new JournalReader(folder);
        TestServer dns = TestServer.of(Map.of("example.com.", ZONE), Map.of("example.com.", POLICY));
        EventsDesk desk = new EventsDesk(reader, dns::catalog, 256, 200);
        journal.tell(desk::written);
        journal.start(() -> {});
        journal.record(AT, new Entry.Started("ns1", "3f9c"));
        journal.record(AT, Entry.Snapshot.of("3f9c", Map.of(), Map.of()));
        await().until(() -> journal.written() == 2);
        server = ControlServer.start(
                vertx,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                Gate.OPEN,
                List.of(desk, new JournalDesk(reader)),
                new Connections.Limits(
                        400, 400, Duration.ofMillis(900), Duration.ofMillis(900), Duration.ofMillis(900)));
        client = new ControlClient(ControlClient.urlOf(server.address()));
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
        journal.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void change(Pair pair, int times) {
        for (int i = 0; i < times; i++) {
            Verdict verdict = new Verdict(i % 2 == 1, false, AT + i);
            journal.record(AT + i, Entry.of(new HealthEvent.VerdictChanged(pair, verdict, List.of(), "refused", AT)));
        }
    }

    /** A stream that is read on a thread of its own. */
    private final class Heard implements AutoCloseable {
        private final InputStream stream;
        private final List<String> lines = new java.util.concurrent.CopyOnWriteArrayList<>();

        Heard(String query, String last) throws IOException {
            stream = client.events("/v1/events" + query, last);
            Thread.ofPlatform().daemon().start(() -> {
                try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                    reader.lines().forEach(lines::add);
                } catch (IOException | java.io.UncheckedIOException _) {
                    lines.add("broken");
                }
            });
        }

        /** The ids of events of a kind, in their order. */
        List<Long> ids(String kind) {
            List<Long> ids = new ArrayList<>();
            long id = 0;
            for (String line : lines) {
                if (line.startsWith("id: ")) {
                    id = Long.parseLong(line.substring(4));
                } else if (line.equals("event: " + kind)) {
                    ids.add(id);
                }
            }
            return ids;
        }

        void await(String kind, List<Long> ids) {
            org.awaitility.Awaitility.await().untilAsserted(() -> assertEquals(ids, ids(kind)));
        }

        boolean began() {
            return lines.stream().anyMatch(line -> line.startsWith("id: "));
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    private static List<Long> range(long from, long to) {
        return java.util.stream.LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void whatIsNewComesInOrderAndIsTheJournalsOwn() throws IOException {
        try (Heard heard = new Heard("", "")) {
            await().until(heard::began);
            change(EDGE, 20);
            heard.await("verdict", range(3, 22));
            assertEquals(List.of(), heard.ids("start"));
            String data = heard.lines.stream()
                    .filter(line -> line.startsWith("data: "))
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    client.get("/v1/journal").path("records").get(1).toString(), data.substring("data: ".length()));
        }
    }

    @Test
    void whatWasMissedComesFirst() throws IOException {
        change(EDGE, 5);
        await().until(() -> journal.written() == 7);
        try (Heard behind = new Heard("", "4");
                Heard byQuery = new Heard("?last-event-id=5", "");
                Heard since = new Heard("?since=2023-11-14T22:13:20.003Z", "")) {
            behind.await("verdict", range(5, 7));
            byQuery.await("verdict", range(6, 7));
            since.await("verdict", range(6, 7));
            change(EDGE, 3);
            behind.await("verdict", range(5, 10));
            since.await("verdict", range(6, 10));
            assertEquals(List.of(), behind.ids("gap"));
        }
    }

    @Test
    void nothingIsMissedOrToldTwiceWhileTheJournalIsWritten() throws IOException {
        Thread writer = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < 100; i++) {
                change(EDGE, 1);
                java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
            }
        });
        List<Heard> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            all.add(new Heard("", "2"));
        }
        await().until(() -> !writer.isAlive());
        for (Heard heard : all) {
            await().untilAsserted(() -> assertEquals(100, heard.ids("verdict").size()));
            List<Long> ids = heard.ids("verdict");
            assertEquals(ids.stream().sorted().distinct().toList(), ids);
            assertEquals(List.of(), heard.ids("gap"));
            heard.close();
        }
    }

    @Test
    void whatIsNoLongerKeptIsAGap() throws IOException {
        change(EDGE, 2_000);
        await().until(() -> journal.written() == 2_002);
        assertFalse(Files.exists(folder.resolve("0000000001.log")), "the oldest is gone");
        try (Heard heard = new Heard("", "1");
                Heard foreign = new Heard("", "999999")) {
            await().until(() -> heard.ids("verdict").size() > 50);
            assertEquals(1, heard.ids("gap").size());
            long end = heard.ids("gap").getFirst();
            assertTrue(heard.lines.contains("data: {\"kind\":\"gap\",\"from\":2,\"to\":" + end + "}"));
            assertTrue(heard.ids("verdict").getFirst() > end);
            await().until(() -> foreign.ids("gap").size() == 1);
            change(EDGE, 1);
            await().until(() -> foreign.ids("verdict").size() == 1);
        }
    }

    @Test
    void kindsAndPoolsAreChosen() throws IOException {
        try (Heard edge = new Heard("?pool=edge", "");
                Heard zoned = new Heard("?pool=example.com/other&kinds=verdict,override", "");
                Heard refused = new Heard("?kinds=refused", "")) {
            await().until(() -> edge.began() && zoned.began() && refused.began());
            change(EDGE, 2);
            change(OTHER, 3);
            journal.record(AT, new Entry.Refused("77", 1, 0, "zone:1:1: no"));
            edge.await("verdict", range(3, 4));
            zoned.await("verdict", range(5, 7));
            refused.await("refused", range(8, 8));
            edge.await("refused", range(8, 8));
            assertEquals(List.of(), zoned.ids("refused"));
            assertEquals(List.of(), refused.ids("verdict"));
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        for (String query : List.of(
                "?kinds=verdict,nonsense",
                "?kinds=",
                "?kinds=snapshot",
                "?pool=none",
                "?since=soon",
                "?last-event-id=x")) {
            Problem problem = assertThrows(ProblemException.class, () -> new Heard(query, ""))
                    .problem();
            assertEquals(400, problem.status(), query);
            assertTrue(query.startsWith("?" + problem.field().toLowerCase(java.util.Locale.ROOT)), query);
        }
    }

    @Test
    void heartbeatsKeepAStreamAlive() throws IOException {
        try (Heard heard = new Heard("", "")) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> heard.lines.stream().filter(":"::equals).count() > 15); // 3 s; idle ends at 0.9 s
            change(EDGE, 1);
            heard.await("verdict", range(3, 3));
        }
    }

    private Socket asked(String more) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4_096);
        socket.connect(server.address(), 2_000);
        socket.setSoTimeout(5_000);
        socket.getOutputStream()
                .write(("GET /v1/events HTTP/1.1\r\nHost: a\r\n" + more + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        byte[] head = socket.getInputStream().readNBytes(12);
        return new String(head, StandardCharsets.US_ASCII).substring(9);
    }

    @Test
    void streamsAreBoundedAndThoseThatVanishGiveTheirPlaceBack() throws IOException {
        for (int round = 0; round < 3; round++) {
            List<Socket> open = new ArrayList<>();
            for (int i = 0; i < 256; i++) {
                Socket socket = asked("");
                assertEquals("200", status(socket));
                open.add(socket);
            }
            try (Socket more = asked("")) {
                assertEquals("503", status(more));
            }
            for (Socket socket : open) {
                socket.setSoLinger(open.indexOf(socket) % 2 == 0, 0); // every other one with RST
                socket.close();
            }
            await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
                try (Socket one = asked("")) {
                    return status(one).equals("200");
                }
            });
        }
    }

    @Test
    void whoDoesNotReadIsCutOffAndOthersHearAll() throws IOException {
        Socket slow = asked("");
        assertEquals("200", status(slow));
        try (Heard heard = new Heard("", "")) {
            await().until(heard::began);
            for (int i = 0; i < 800; i++) { // more than all buffers between take
                journal.record(AT, new Entry.Refused("77", 1, 0, "x".repeat(20_000)));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> journal.written() == 802);
            change(EDGE, 1);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> !heard.ids("verdict").isEmpty());
        }
        await().atMost(Duration.ofSeconds(100))
                .until(
                        () -> { // an idle connection ends after 60 s
                            try {
                                slow.getOutputStream().write('x'); // RST comes back to one that was cut off
                                return false;
                            } catch (IOException _) {
                                return true;
                            }
                        });
    }
}
