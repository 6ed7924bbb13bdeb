package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.catalog.Published;
import io.proxima.control.ControlClient;
import io.proxima.control.ControlServer;
import io.proxima.control.Gate;
import io.proxima.control.OverrideDesk;
import io.proxima.health.Detections;
import io.proxima.health.HealthBook;
import io.proxima.health.HealthEvent;
import io.proxima.health.OverrideWord;
import io.proxima.health.Overrides;
import io.proxima.health.Replica;
import io.proxima.probe.Prober;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** {@code ./proxima drain} and its like, over HTTP to the control address of one replica, and what is answered then. */
class OverrideCommandTest {
    private static final String ZONE = """
            $TTL 60
            @     IN SOA ns1 hostmaster 1 3600 600 604800 30
            @     IN NS  ns1
            ns1   IN A   192.0.2.250
            www   IN A   192.0.2.1
            www   IN A   192.0.2.2
            www   IN A   192.0.2.3
            a     IN A   192.0.2.1
            b     IN A   192.0.2.2
            c     IN A   192.0.2.3
            """;
    private static final String POLICY = """
            sites:
              shanghai: {at: [31.23, 121.47]}
            members:
              a: {site: shanghai}
              b: {site: shanghai}
            pools:
              edge: {choose: all, up-at-least: 2, members: [a, b, c]}
            names:
              www: {pool: edge}
            """;

    @TempDir
    private Path folder;

    private final List<HealthEvent> events = new CopyOnWriteArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Vertx vertx = Vertx.vertx();
    private TestServer dns = TestServer.of(Map.of("example.com.", ZONE), Map.of("example.com.", POLICY));
    private Signals signals;
    private OverrideChanges changes;
    private ControlServer server;
    private Prober prober;

    @BeforeEach
    void start() throws IOException {
        HealthBook book = new HealthBook(new Replica("ns1", ""), 1, 1, Duration.ofSeconds(5));
        OverrideFile file = new OverrideFile(folder.resolve("state"));
        Overrides overrides = new Overrides("ns1");
        overrides.restore(file.read());
        dns = TestServer.of(Map.of("example.com.", ZONE), Map.of("example.com.", POLICY));
        Published published = new Published(dns.catalog());
        signals = new Signals(
                book,
                overrides,
                published,
                new StateFolder(folder.resolve("verdicts")),
                events::add,
                new Detections("ns1"));
        changes = new OverrideChanges(signals, published, book, overrides, file);
        prober = new Prober(vertx, new Random(1), _ -> {});
        signals.start(prober, null);
        changes.start();
        server = ControlServer.start(
                vertx,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                Gate.OPEN,
                List.of(new OverrideDesk(changes::list, changes::change, InstantSource.system())));
    }

    private void stop() {
        server.close();
        changes.close();
        signals.close();
        prober.close();
    }

    @AfterEach
    void stopAll() throws Exception {
        stop();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--url", url().toString()));
        return CommandLines.run(folder, out, err, all.toArray(String[]::new));
    }

    private URI url() {
        return ControlClient.urlOf(server.address());
    }

    private Set<String> answer() {
        Set<String> addresses = new TreeSet<>();
        dns.ask("www.example.com.", Type.A)
                .getSection(Section.ANSWER)
                .forEach(record -> addresses.add(((ARecord) record).getAddress().getHostAddress()));
        return addresses;
    }

    private static final Set<String> ALL = Set.of("192.0.2.1", "192.0.2.2", "192.0.2.3");
    private static final Set<String> NOT_A = Set.of("192.0.2.2", "192.0.2.3");

    @Test
    void drainIsInForceOnDiskAndTellsWhatItTouchedWhenTheCommandEnds() throws IOException {
        assertEquals(0, run("drain", "edge/a", "--why", "kernel updates"), err::toString);
        assertEquals(NOT_A, answer());
        assertTrue(Files.readString(folder.resolve("state/overrides")).contains("kernel updates"));
        assertEquals("example.com./edge/a: drain, kernel updates\n", out.toString());
        HealthEvent.Overridden event = (HealthEvent.Overridden) events.getFirst();
        assertEquals(OverrideWord.DRAIN, event.override().word());
        assertEquals(System.getProperty("user.name"), event.override().owner());

        assertEquals(0, run("undrain", "edge/a"));
        assertEquals(ALL, answer());
        assertEquals("example.com./edge/a: auto\n", out.toString());
        assertEquals(
                OverrideWord.AUTO,
                ((HealthEvent.Overridden) events.get(1)).override().word());
    }

    @Test
    void whatWasAcknowledgedOutlivesTheServer() throws IOException {
        assertEquals(0, run("drain", "a"));
        stop();
        start();
        assertEquals(NOT_A, answer());
        assertEquals(0, run("auto", "a"));
        stop();
        start();
        assertEquals(ALL, answer());
    }

    @Test
    void drainThatWouldLeaveTooFewIsRefusedUnlessForced() {
        assertEquals(3, run("drain", "shanghai"));
        assertEquals(
                "proxima drain: too few would be left: pool edge of example.com. would have 1 of 3 members up for A and needs"
                        + " 2 (force it if that is meant)\n",
                err.toString());
        assertEquals(ALL, answer());
        assertEquals(3, run("force-down", "edge/*"));
        assertEquals(ALL, answer());

        assertEquals(0, run("drain", "edge/a"), "one of three is not too many");
        assertEquals(3, run("drain", "edge/b"), "a second one is");
        assertEquals(0, run("force-up", "edge/b"), "force-up takes nothing away");
        assertEquals(0, run("drain", "shanghai", "--force"));
        assertEquals(Set.of("192.0.2.3"), answer(), "the pool is down, and serve-all serves who is not drained");
    }

    @Test
    void undrainEndsOnlyDrains() {
        assertEquals(0, run("force-up", "edge/a"));
        assertEquals(0, run("undrain", "edge/a"));
        assertEquals("no operator's drain stands on edge/a\n", out.toString());
        assertEquals(0, run("auto", "edge/*"));
        assertEquals("example.com./edge/a: auto\n", out.toString());
        assertEquals(0, run("auto", "edge/*"));
        assertEquals("no operator's word stands on edge/*\n", out.toString());
    }

    @Test
    void whatIsNamedWrongIsSaid() {
        assertEquals(2, run("drain", "edge/d"));
        assertEquals("proxima drain: nothing is named \"edge/d\" (did you mean \"edge/a\"?)\n", err.toString());
        assertEquals(2, run("drain", "edge/a", "--for", "soon"));
        assertTrue(err.toString().contains("\"for\" must be a duration such as"), err::toString);
        assertEquals(2, run("undrain", "edge/a", "--force"), "an option that undrain has not");
        assertEquals(2, run("drain"));
    }

    @Test
    void timeThatIsOverEndsIt() {
        assertEquals(0, run("drain", "edge/a", "--for", "1500ms"));
        assertTrue(out.toString().matches("example.com./edge/a: drain until 20\\S+Z\n"), out::toString);
        assertEquals(NOT_A, answer());
        await().atMost(Duration.ofSeconds(10)).until(() -> answer().equals(ALL));
        await().until(() -> events.size() == 2);
        assertEquals(
                "its time is over",
                ((HealthEvent.Overridden) events.get(1)).override().reason());
    }

    @Test
    void diskThatFailsChangesNothing() throws IOException {
        Files.createDirectories(folder.resolve("state"));
        Files.createDirectory(folder.resolve("state/overrides.new")); // where the file would be written
        assertEquals(1, run("drain", "edge/a"));
        assertTrue(err.toString().contains("it cannot be kept on disk, so nothing is changed"), err::toString);
        assertEquals(ALL, answer());
        Files.delete(folder.resolve("state/overrides.new"));
        assertEquals(0, run("drain", "edge/a"));
        assertEquals(NOT_A, answer());
    }

    @Test
    void nobodyThereIsSaid() {
        stop();
        assertEquals(1, run("drain", "edge/a"));
        assertTrue(err.toString().contains("no server answers at http://127.0.0.1:"), err::toString);
    }

    @Test
    void jsonTellsTheRegisters() throws IOException {
        assertEquals(0, run("drain", "edge/a", "--until", "2030-01-01T08:00+08:00", "--json"));
        for (String line : List.of(
                "\"zone\" : \"example.com.\"",
                "\"word\" : \"drain\"",
                "\"until\" : \"2030-01-01T00:00:00Z\"",
                "\"source\" : \"operator\"",
                "\"counter\" : 1",
                "\"node\" : \"ns1\"")) {
            assertTrue(out.toString().contains(line), () -> line + " in " + out);
        }
        var listed = new ControlClient(url()).get("/v1/overrides");
        assertEquals(1, listed.path("version").asInt());
        assertEquals(1, listed.path("overrides").size());
        assertEquals("a", listed.path("overrides").path(0).path("member").asString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]||the body is no object",
                "{}|target|\"target\" is missing",
                "{\"target\": \"edge/a\"}|word|\"word\" is missing",
                "{\"target\": 7, \"word\": \"drain\"}|target|\"target\" must be a string",
                "{\"target\": \"edge/x\", \"word\": \"drain\"}|target|nothing is named \"edge/x\"",
                "{\"target\": \"edge/a\", \"word\": \"drian\"}|word|did you mean \"drain\"?",
                "{\"target\": \"edge/a\", \"word\": \"drain\", \"for\": \"0s\"}|for|more than nothing",
                "{\"target\": \"edge/a\", \"word\": \"drain\", \"for\": \"999999d\"}|for|at most ten years",
                "{\"target\": \"edge/a\", \"word\": \"drain\", \"until\": \"tomorrow\"}|until|must be an instant",
                "{\"target\": \"edge/a\", \"word\": \"drain\", \"until\": \"2020-01-01T00:00Z\"}|until|is over",
                "{\"target\": \"edge/a\", \"word\": \"drain\", \"until\": \"+999999999-01-01T00:00Z\"}|until|before the year 9999",
                "{\"target\": \"edge/a\", \"word\": \"drain\", \"for\": \"1h\", \"until\": \"2030-01-01T00:00Z\"}|until|not both",
                "{\"target\": \"edge/a\", \"word\": \"auto\", \"for\": \"1h\"}|for|takes a word back",
                "{\"target\": \"edge/a\", \"word\": \"drain\", \"force\": \"yes\"}|force|must be true or false",
                "{\"target\": \"edge/a\", \"word\": \"drain\", \"reason\": \"x\"}|reason|unknown key \"reason\"",
            })
    void badInputIsAProblemThatNamesTheField(String body, String field, String detail) throws Exception {
        HttpResponse<String> response = post(body);
        assertEquals(400, response.statusCode(), response::body);
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""));
        String said = response.body().replace("\\\"", "\"");
        assertTrue(said.contains(detail), response::body);
        assertTrue(said.contains("\"field\" : \"" + (field == null ? "" : field) + "\""), response::body);
        assertEquals(ALL, answer());
    }

    @Test
    void tooFewIsAConflict() throws Exception {
        HttpResponse<String> response = post("{\"target\": \"edge\", \"word\": \"drain\"}");
        assertEquals(409, response.statusCode());
        assertTrue(response.body().contains("\"field\" : \"force\""), response::body);
    }

    @Test
    void whoDoesNotSayWhoGoesByTheirAddress() throws Exception {
        HttpResponse<String> response = post("{\"target\": \"edge/a\", \"word\": \"drain\"}");
        assertTrue(response.body().contains("\"owner\" : \"somebody at 127.0.0.1\""), response::body);
    }

    private HttpResponse<String> post(String body) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(url().resolve("/v1/overrides"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
