package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.ProblemException;
import io.proxima.source.Findings;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code explain}, {@code lines}, {@code check} and {@code journal}, by the files here and asked of a running server. */
class AskedServerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Proxima server;
    private String url = "";

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        int control = Asking.freePort();
        url = "http://127.0.0.1:" + control;
        write("proxima.yaml", """
                node: ns1
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                geo: {lines: lines.yaml}
                """.formatted(Asking.freePort(), control));
        write("lines.yaml", """
                networks:
                  office: [203.0.113.0/24, "2001:db8::/47"]
                  lab: [203.0.113.0/26]
                """);
        write("zones/example.com.zone", """
                $TTL 60
                @   SOA ns1 hostmaster 1 3600 600 604800 30
                @   NS  ns1
                ns1 A   192.0.2.250
                www A   192.0.2.1
                a   A   192.0.2.1
                b   A   192.0.2.2
                """);
        write("zones/example.com.policy.yaml", """
                pools:
                  edge:
                    choose: line
                    groups:
                      - {line: office, choose: failover, members: [a, b]}
                      - {line: default, members: [b]}
                names:
                  www: {pool: edge}
                """);
        Findings findings = new Findings();
        server = ServerConfig.read(folder.resolve("proxima.yaml"), findings)
                .flatMap(config -> {
                    try {
                        return Proxima.start(config, findings);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .orElseThrow(() -> new AssertionError(findings.sorted()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private String run(int code, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertEquals(code, CommandLines.run(folder, out, err, arguments), () -> out.toString() + err);
        return out.toString();
    }

    private String here(int code, String command) {
        return run(code, (command + " --config " + folder.resolve("proxima.yaml")).split(" ", -1));
    }

    private String there(int code, String command) {
        return run(code, (command + " --url " + url).split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lines 203.0.113.1",
                "lines 203.0.113.1 --json",
                "lines --pool edge",
                "lines --pool edge example.com. --json",
                "check",
                "check --json",
                "check example.com --json",
                "journal",
                "journal --json --limit 2",
                "journal --since -1h"
            })
    void theServerSaysTheSameAsItsFiles(String command) {
        await().atMost(SOON).until(() -> here(0, "journal").contains(" start "));
        String said = there(0, command);
        assertEquals(here(0, command), said);
        assertTrue(command.equals("check") || !said.isBlank());
    }

    @Test
    void theServerExplainsByWhatIsInForceThereAndTheFilesByThemselves() throws IOException {
        String command = "explain www.example.com --client 203.0.113.0/24";
        List<String> files = here(0, command).lines().toList();
        List<String> asked = there(0, command).lines().toList();
        assertEquals("www.example.com. A, as this server is now", asked.getFirst());
        assertTrue(files.getFirst().startsWith("www.example.com. A, from the files; "), files::toString);
        assertEquals(files.subList(1, files.size()), asked.subList(1, asked.size()));
        assertTrue(asked.stream().anyMatch(line -> line.contains("192.0.2.1")), asked::toString);

        there(0, "drain a --force --why test");
        String drained = there(0, command);
        assertTrue(drained.contains("drain"), drained);

        write("zones/example.com.zone", "nothing of a zone (\n"); // what is broken is served by nobody
        assertEquals(drained, there(0, command));
        here(1, command);
        assertTrue(err.toString().contains("example.com.zone:1:"), err.toString());
    }

    @Test
    void jsonIsOneDocumentOfTheSameKeys() {
        JsonNode files = JsonMapper.shared().readTree(here(0, "explain www.example.com --json"));
        JsonNode asked = JsonMapper.shared().readTree(there(0, "explain www.example.com --json"));
        assertEquals("server", asked.path("state").path("source").asString());
        assertEquals("files", files.path("state").path("source").asString());
        for (String key : files.propertyNames()) {
            if (!key.equals("state")) {
                assertEquals(files.get(key), asked.get(key), key);
            }
        }
    }

    @Test
    void whatTheServersFilesWouldBringIsToldWithItsExitCode() throws IOException {
        write("zones/example.com.policy.yaml", "pools:\n  edge: {choose: lien}\nnames:\n  www: {pool: edge}\n");
        String asked = there(1, "check");
        assertTrue(asked.contains("example.com.policy.yaml:2:"), asked);
        assertTrue(err.toString().endsWith("error\n"), err.toString());
        assertEquals(asked, here(1, "check"));
        JsonNode document = JsonMapper.shared().readTree(there(1, "check --json"));
        assertEquals(1, document.path("errors").asInt());
        JsonNode first = document.path("findings").get(0);
        assertEquals("error", first.path("level").asString());
        assertEquals(2, first.path("line").asInt());
        assertFalse(first.path("hint").asString("").isEmpty());
        assertEquals("", there(0, "check example.net"));
    }

    @Test
    void thePastIsAskedOfTheServerToo() {
        await().atMost(SOON).until(() -> here(0, "journal").contains(" start "));
        String asked = there(0, "explain www.example.com --at -0s");
        assertTrue(asked.startsWith("www.example.com. A, as of "), asked);
        there(1, "explain www.example.com --at 2001-01-01T00:00:00Z");
        String sentence = err.toString();
        assertTrue(sentence.startsWith("proxima explain: "), sentence);
        here(1, "explain www.example.com --at 2001-01-01T00:00:00Z");
        assertEquals(sentence, err.toString());
    }

    @Test
    void whatIsWrongIsSaidInTheSameWords() {
        for (String command : List.of(
                "lines --pool nowhere",
                "lines --pool edge example.org",
                "lines 192.0.2.300",
                "explain www.example.com NO")) {
            err.getBuffer().setLength(0);
            int code = CommandLines.run(folder, out, err, (command + " --url " + url).split(" ", -1));
            String asked = err.toString();
            assertNotEquals(0, code, command);
            here(code, command);
            assertEquals(asked, err.toString());
        }
    }

    @Test
    void namesAreThereForShellsAndNobodyIsNothingToTalkOf() {
        assertEquals("a\nb\nedge\nedge/a\nedge/b\n", there(0, "names TARGET"));
        assertEquals("edge\n", there(0, "names POOL"));
        assertEquals("a\nb\n", there(0, "names MEMBER"));
        assertEquals("example.com\n", there(0, "names ZONE"));
        assertEquals("", run(0, "names", "POOL", "--url", "http://127.0.0.1:1"));
        assertEquals("", err.toString());
    }

    @Test
    void questionsThatAreNoneAreRefused() {
        ControlClient client = new ControlClient(URI.create(url));
        for (String path : List.of(
                "/v1/explain",
                "/v1/explain?name=www.example.com&type=NO",
                "/v1/explain?name=www.example.com&client=nowhere",
                "/v1/explain?name=www.example.com&at=then",
                "/v1/lines",
                "/v1/lines?address=192.0.2.1&pool=edge",
                "/v1/lines?address=192.0.2.300")) {
            ProblemException refused = assertThrows(ProblemException.class, () -> client.get(path), path);
            assertEquals(400, refused.problem().status(), path);
        }
        assertEquals(
                404,
                assertThrows(ProblemException.class, () -> client.get("/v1/lines?pool=nowhere"))
                        .problem()
                        .status());
    }

    @Test
    void whoCannotBeAskedIsSaid() {
        String nobody = "http://127.0.0.1:1";
        for (String command : List.of("explain www.example.com", "lines 192.0.2.1", "check", "journal")) {
            run(1, (command + " --url " + nobody).split(" ", -1));
            assertTrue(err.toString().contains("no server answers at " + nobody), err.toString());
        }
    }
}
