package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged program, whose edge fails, whose files are edited and which is killed, asked afterwards what it answered. */
class ExplainAtIT {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String CLIENT = "203.0.113.0/24";
    private static final InetAddress NEAR = InetAddress.ofLiteral("127.0.1.61");
    private static final InetAddress FAR = InetAddress.ofLiteral("127.0.1.62");
    private static final String ZONE = """
            $ORIGIN example.com.
            $TTL 60
            @     SOA ns1 hostmaster 1 3600 600 604800 30
            @     NS  ns1
            ns1   A   127.0.0.1
            plain A   192.0.2.1
            www   A   127.0.1.61
            www   A   127.0.1.62
            """;

    @TempDir
    private Path folder;

    private Path zone;
    private Path config;
    private int port;
    private InetSocketAddress server;
    private InetSocketAddress control;

    @BeforeEach
    void write() throws IOException {
        port = Asking.freePort();
        Files.createDirectories(folder.resolve("zones"));
        zone = Files.writeString(folder.resolve("zones/example.com.zone"), ZONE);
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), policy(port));
        server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Asking.freePort());
        control = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Asking.freePort());
        config = Files.writeString(folder.resolve("proxima.yaml"), """
                node: ns1
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                """.formatted(server.getPort(), control.getPort()));
    }

    private static String policy(int port) {
        return """
            checks:
              web: {kind: tcp, port: %d, every: 1s, timeout: 500ms, fall: 1, rise: 1}
            pools:
              edge:
                check: web
                choose: failover
                groups:
                  - {name: near, members: [127.0.1.61]}
                  - {name: far, members: [127.0.1.62]}
            names:
              www: {pool: edge, ttl: {steady: 2s, unsettled: 1s}}
            """.formatted(port);
    }

    private ServerSocket edge(InetAddress address) throws IOException {
        return new ServerSocket(port, 50, address);
    }

    private void awaitGiven(String name, String address) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() ->
                        Asking.addresses(server, name + ".example.com", CLIENT).equals(Set.of(address)));
    }

    /** An instant that the server has served through: what was recorded before has another millisecond. */
    private static Instant now() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> Instant.now().isAfter(now.plusMillis(5)));
        return now;
    }

    private Program explain(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("explain", "--config", config.toString()));
        arguments.addAll(List.of(more));
        return Program.run(arguments.toArray(String[]::new));
    }

    private JsonNode then(String name, Instant at) throws IOException, InterruptedException {
        try (Program program = explain(name + ".example.com", "--json", "--at", at.toString())) {
            assertEquals(0, program.awaitEnd(), () -> program.err().toString());
            return JsonMapper.shared().readTree(String.join("\n", program.out()));
        }
    }

    private static String only(JsonNode explanation) {
        assertEquals(1, explanation.path("pools").get(0).path("addresses").size(), explanation.toString());
        return explanation
                .path("pools")
                .get(0)
                .path("addresses")
                .get(0)
                .path("address")
                .asString();
    }

    private void refused(String expected, String at) throws IOException, InterruptedException {
        try (Program program = explain("www.example.com", "--at", at)) {
            assertEquals(1, program.awaitEnd(), () -> program.out().toString());
            assertTrue(program.err().getLast().matches(expected), program.err().getLast());
        }
    }

    private List<JsonNode> journal() throws ControlException {
        JsonNode records = new ControlClient(ControlClient.urlOf(control))
                .get("/v1/journal?limit=10000")
                .path("records");
        return StreamSupport.stream(records.spliterator(), false).toList();
    }

    private List<JsonNode> recorded(String kind) throws ControlException {
        return journal().stream()
                .filter(record -> record.path("kind").asString().equals(kind))
                .toList();
    }

    @Test
    void whatWasAnsweredIsExplainedAfterwards() throws IOException, InterruptedException {
        Instant beforeAll = now();
        Instant whileUp;
        Instant whileDown;
        Instant edited;
        try (ServerSocket far = edge(FAR);
                Program program = Program.serve(config)) {
            assertTrue(far.isBound());
            try (ServerSocket edge = edge(NEAR)) {
                assertTrue(edge.isBound());
                awaitGiven("www", "127.0.1.61");
                await().atMost(PATIENCE)
                        .until(() -> journal().stream()
                                .anyMatch(
                                        record -> record.path("kind").asString().equals("start")));
                whileUp = now();
            }
            awaitGiven("www", "127.0.1.62");
            whileDown = now();
            Files.writeString(zone, ZONE.replace("192.0.2.1\n", "192.0.2.2\n"));
            awaitGiven("plain", "192.0.2.2");
            edited = now();
            Files.writeString(zone, ZONE.replace("192.0.2.1\n", "192.0.2.300\n"));
            program.awaitErr("release [0-9a-f]+ stays", PATIENCE);
            await().atMost(PATIENCE).until(() -> !recorded("refused").isEmpty());
            assertEquals(1, recorded("refused").getLast().path("errors").asInt());
            program.kill();
        }
        Instant whileDead = now();
        Files.writeString(zone, ZONE.replace("192.0.2.1\n", "192.0.2.3\n"));
        Instant afterStop;
        try (Program again = Program.serve(config)) {
            awaitGiven("plain", "192.0.2.3");
            await().atMost(PATIENCE).until(() -> recorded("start").size() == 2);
            again.terminate();
            assertEquals(0, again.awaitEnd());
            afterStop = now();
        }

        JsonNode up = then("www", whileUp);
        assertEquals("127.0.1.61", only(up));
        assertEquals("journal", up.path("state").path("source").asString());
        assertEquals(64, up.path("state").path("release").asString().length());
        assertEquals(0, up.path("state").path("warnings").size());
        assertEquals(zone.toString(), up.path("path").get(0).path("file").asString(), "the file as it was called");
        JsonNode down = then("www", whileDown);
        assertEquals("127.0.1.62", only(down));
        assertEquals(1, down.path("pools").get(0).path("ttl").path("seconds").asInt(), down.toString());
        assertTrue(then("plain", whileDown).toString().contains("192.0.2.1\""), "before the edit");
        assertTrue(then("plain", edited).toString().contains("192.0.2.2"));
        JsonNode dead = then("www", whileDead);
        assertTrue(dead.path("state").path("warnings").get(0).asString().contains("was killed"), dead.toString());

        refused(".*the journal in .* begins at .*", beforeAll.toString());
        refused(".*nothing was answered then: the server was stopped at .*", afterStop.toString());
        refused(".* is still to come", Instant.now().plusSeconds(3_600).toString());
        try (Program program = explain("www.example.com", "--at", "soon")) {
            assertEquals(2, program.awaitEnd());
        }
        try (Program program = explain("www.example.com", "--at", whileDown.toString())) {
            assertEquals(0, program.awaitEnd());
            assertTrue(
                    program.out().getFirst().contains("as of "), program.out().getFirst());
        }
        shows();
    }

    /** The command that lists the journal. */
    private void shows() throws IOException, InterruptedException {
        try (Program program = Program.run("journal", "--config", config.toString(), "--since", "-15m")) {
            assertEquals(0, program.awaitEnd());
            for (String expected : List.of(
                    ".* start      ns1 answers from release [0-9a-f]{12}",
                    ".* down       example.com./web 127.0.1.61: .* \\[ns1 down\\]",
                    ".* release    [0-9a-f]{12} is served",
                    ".* refused    [0-9a-f]{12} is not served: 1 error, .*zone:6:11: error: .*",
                    ".* stop       ns1")) {
                assertTrue(program.out().stream().anyMatch(line -> line.matches(expected)), expected + program.out());
            }
        }
    }

    /** Verdicts flip every few hundred milliseconds, and the process is killed: what is there is whole and in order. */
    @Test
    void killedWhileVerdictsFlip() throws IOException, InterruptedException {
        try (ServerSocket far = edge(FAR);
                Program program = Program.serve(config)) {
            assertTrue(far.isBound());
            for (int i = 0; i < 3; i++) {
                try (ServerSocket edge = edge(NEAR)) {
                    assertTrue(edge.isBound());
                    awaitGiven("www", "127.0.1.61");
                }
                awaitGiven("www", "127.0.1.62");
            }
            program.kill();
            long told = program.err().stream()
                    .filter(line -> line.matches(".* 127\\.0\\.1\\.61 is (up|down).*"))
                    .count();
            List<String> lines = new ArrayList<>();
            try (Program reader = Program.run("journal", "--config", config.toString(), "--json")) {
                assertEquals(0, reader.awaitEnd());
                JsonNode records = JsonMapper.shared()
                        .readTree(String.join("\n", reader.out()))
                        .path("records");
                long number = 0;
                for (JsonNode record : records) {
                    assertTrue(record.path("n").asLong() > number, records.toString());
                    number = record.path("n").asLong();
                    if (record.path("kind").asString().equals("verdict")) {
                        lines.add(record.path("up").asBoolean() ? "up" : "down");
                    }
                }
            }
            for (int i = 0; i < lines.size(); i++) {
                assertEquals(i % 2 == 0 ? "down" : "up", lines.get(i), lines.toString());
            }
            assertTrue(lines.size() >= told && lines.size() >= 5, lines + " of " + told);
        }
    }
}
