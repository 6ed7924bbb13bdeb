package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.cli.Cli;
import io.proxima.cli.Starters;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./proxima events} goes on where it was when the server has been started again. */
class EventsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** This command starts nothing, so nobody is asked to. */
    @SuppressWarnings("NullAway")
    private static Starters nobody() {
        return new Starters(null, null, null, null, null, null);
    }

    private CompletableFuture<Integer> events(String... arguments) {
        return CompletableFuture.supplyAsync(
                () -> Cli.run(arguments, nobody(), folder, new PrintWriter(out), new PrintWriter(err)));
    }

    @Test
    void nothingIsMissedOverARestart() throws Exception {
        try (ServedFolder served = new ServedFolder(folder, "")) {
            served.write("zones/example.com.zone", ServedFolder.zone("192.0.2.1"));
            served.start();
            CompletableFuture<Integer> ended =
                    events("events", "--url", served.url().toString(), "--since", "-1h", "--json", "--limit", "5");
            await().until(() -> out.toString().contains("\"start\""));
            served.write("zones/example.com.zone", ServedFolder.zone("192.0.2.2"));
            await().until(() -> out.toString().contains("\"kind\":\"release\""));
            served.stop();
            served.write("zones/example.com.zone", ServedFolder.zone("192.0.2.3"));
            served.start();
            served.write("zones/example.com.zone", ServedFolder.zone("192.0.2.4"));
            assertEquals(0, ended.get(30, TimeUnit.SECONDS));
            List<JsonNode> told =
                    out.toString().lines().map(JsonMapper.shared()::readTree).toList();
            assertEquals(
                    List.of("start", "release", "stop", "start", "release"),
                    told.stream().map(each -> each.path("kind").asString()).toList());
            JsonNode journal = served.get("/v1/journal?limit=5").path("records");
            for (int i = 0; i < told.size(); i++) {
                assertEquals(journal.get(i), told.get(i));
            }
            assertTrue(err.toString().contains("asking again in"), err.toString());
        }
    }

    @Test
    void linesAreForPeople() throws Exception {
        try (ServedFolder served = new ServedFolder(folder, "")) {
            served.write("zones/example.com.zone", ServedFolder.zone("192.0.2.1"));
            served.start();
            assertEquals(
                    0,
                    events("events", "--url", served.url().toString(), "--since", "-1h", "--limit", "1")
                            .get(20, TimeUnit.SECONDS));
            assertTrue(out.toString().contains("start      ns1 answers from release "), out.toString());
            assertEquals(
                    2,
                    events("events", "--url", served.url().toString(), "--kinds", "nonsense")
                            .get(20, TimeUnit.SECONDS));
            assertTrue(err.toString().contains("\"nonsense\" is no kind of event"), err.toString());
        }
    }

    @Test
    void nobodyAnswers() throws IOException {
        assertEquals(
                1,
                events("events", "--url", "http://127.0.0.1:" + Asking.freePort())
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join());
    }
}
