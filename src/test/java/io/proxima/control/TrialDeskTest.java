package io.proxima.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.EveryPath;
import io.proxima.catalog.ReleaseFiles;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is wrong with an order is said with its field; one trial at a time; nothing of a candidate stays on the disk. */
class TrialDeskTest {
    private static final ReleaseFiles FILES = new ReleaseFiles(Path.of("zones"), List.of(), null, null);
    private static final TrialGround GROUND = TrialGround.unknown("release 1234", EveryPath.catalog(), 1_000_000_000);

    private final Vertx vertx = Vertx.vertx();
    private volatile CompletableFuture<TrialGround> ground = CompletableFuture.completedFuture(GROUND);
    private final AtomicInteger asked = new AtomicInteger();
    private ControlServer server;
    private ControlClient client;

    @BeforeEach
    void start() throws IOException {
        Trials trials = new Trials(
                () -> {
                    asked.incrementAndGet();
                    return ground;
                },
                FILES,
                null);
        server = ControlServer.start(
                vertx,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                Gate.OPEN,
                List.of(new TrialDesk(trials), new QueriesDesk(trials, List::of)));
        client = new ControlClient(ControlClient.urlOf(server.address()));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Problem problem(String path, String body) {
        return assertThrows(
                        ProblemException.class,
                        () -> client.post(path, JsonMapper.shared().readTree(body)))
                .problem();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/what-if | []                                           |         | the body is no object
            /v1/what-if | {}                                           | down    | "down" must name somebody: ["shanghai"]
            /v1/what-if | {"down": "shanghai"}                         | down    | "down" must be a list of names
            /v1/what-if | {"down": [7]}                                | down    | "down" must hold strings
            /v1/what-if | {"down": ["nobody-is-so"]}                   | down    | nothing is named "nobody-is-so"
            /v1/what-if | {"files": {}}                                | files   | unknown key "files"
            /v1/try     | {"fails": {}}                                | fails   | unknown key "fails" (did you mean "files"?)
            /v1/try     | {"files": []}                                | files   | "files" must be an object
            /v1/try     | {"files": {"a.zone": 1}}                     | files   | "files" must hold strings
            /v1/try     | {"files": {"../a.zone": ""}}                 | files   | "files": "../a.zone" is no path
            /v1/try     | {"files": {"/etc/passwd": ""}}               | files   | "files": "/etc/passwd" is no path
            /v1/try     | {"files": {".hidden": ""}}                   | files   | "files": ".hidden" is no path
            /v1/try     | {"files": {}, "rate": "many"}                | rate    | "rate" must be numbers from 0 to 10^12
            /v1/try     | {"files": {}, "rate": -1}                    | rate    | "rate" must be numbers from 0 to 10^12
            /v1/try     | {"files": {}, "synthetic": 1}                | synthetic | "synthetic" must be true or false
            /v1/try     | {"files": {}, "queries": 1}                  | queries | "queries" must hold strings
            /v1/what-if | {"down": ["member:*"], "queries": "www.example.com"} | queries | line 1 of the queries: write NAME TYPE [CLIENT [WEIGHT]]
            /v1/what-if | {"down": ["member:*"], "queries": "a..b A"}  | queries | line 1 of the queries:
            /v1/what-if | {"down": ["member:*"], "queries": "a. A 192.0.2.1/24"} | queries | line 1 of the queries: "192.0.2.1/24" has bits set
            /v1/what-if | {"down": ["member:*"], "queries": "a. A 192.0.2.1 -1"} | queries | line 1 of the queries: "-1" is no weight
            /v1/what-if | {"down": ["member:*"], "weights": {"moon": 1}} | weights | no pool names the line "moon"
            """)
    void whatIsWrongIsSaidWithItsField(String path, String body, String field, String said) {
        Problem problem = problem(path, body);
        assertEquals(400, problem.status());
        assertEquals(field == null ? "" : field, problem.field());
        assertTrue(problem.detail().startsWith(said), problem::detail);
    }

    @Test
    void onlyOneTrialIsUnderWay() throws Exception {
        ground = new CompletableFuture<>();
        JsonNode order = JsonMapper.shared().readTree("{\"down\": [\"member:*\"], \"synthetic\": true}");
        CompletableFuture<JsonNode> first = CompletableFuture.supplyAsync(() -> {
            try {
                return client.post("/v1/what-if", order);
            } catch (ControlException e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> asked.get() == 1);
        Problem problem = assertThrows(ProblemException.class, () -> client.post("/v1/what-if", order))
                .problem();
        assertEquals(503, problem.status());
        assertEquals("another trial is under way: ask again when it is done", problem.detail());
        ground.complete(GROUND);
        assertTrue(first.get(20, TimeUnit.SECONDS).path("report").isObject());
        assertTrue(client.post("/v1/what-if", order).path("report").isObject(), "then the next");
    }

    @Test
    void aCandidateIsCompiledAndLeavesNothingBehind() throws Exception {
        long before = leftBehind();
        JsonNode order = Json.tree(Map.of(
                "files",
                Map.of("example.com.zone", Files.readString(Path.of("zones/example.com.zone"))),
                "synthetic",
                true));
        JsonNode answer = client.post("/v1/try", order);
        assertTrue(answer.path("report").path("changed").asDouble(0) > 0.5, () -> Json.of(answer));
        assertEquals("release 1234", answer.path("report").path("before").asString());
        JsonNode broken = client.post(
                "/v1/try", Json.tree(Map.of("files", Map.of("example.com.zone", "@ IN X\n"), "folder", "next")));
        assertTrue(broken.path("report").isNull());
        assertTrue(
                broken.path("findings").path(0).asString().startsWith("next/example.com.zone:1:"),
                () -> Json.of(broken));
        assertEquals(before, leftBehind());
        assertFalse(client.get("/v1/queries").path("sampling").asBoolean(true));
        assertEquals(0, client.get("/v1/queries/sample").path("queries").size());
    }

    private static long leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> String.valueOf(file.getFileName()).startsWith("proxima-trial"))
                    .count();
        }
    }
}
