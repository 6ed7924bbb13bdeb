package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.Routes;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The document says what a running server is asked, no more and no less, and the server answers as it says. */
class OpenApiTest {
    private static final Path FRAGMENTS =
            Path.of(System.getProperty("proxima.home", "")).resolve("src/main/resources/io/proxima/control/openapi");

    @TempDir
    private Path folder;

    private Proxima proxima;
    private ControlClient client;
    private JsonNode document;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), """
                $TTL 300
                @ SOA ns1 hostmaster 1 3600 600 86400 60
                @ NS ns1
                ns1 A 192.0.2.53
                """);
        Path file = Files.writeString(
                folder.resolve("proxima.yaml"),
                "listen: {dns: [\"127.0.0.1:%d\"], control: \"127.0.0.1:%d\"}%n"
                        .formatted(Asking.freePort(), Asking.freePort()));
        Findings findings = new Findings();
        ServerConfig config = ServerConfig.read(file, findings).orElseThrow();
        proxima = Proxima.start(config, findings).orElseThrow();
        client = new ControlClient(ControlClient.urlOf(proxima.control().address()));
        document = client.get("/openapi.json");
    }

    @AfterEach
    void stop() {
        proxima.close();
    }

    @Test
    void everyRouteIsInTheDocumentWithItsRoleAndTheReverse() {
        TreeMap<String, String> served = new TreeMap<>();
        for (Routes.Entry route : proxima.control().routes()) {
            String path = route.path().replaceAll(":([A-Za-z]+)", "{$1}");
            served.put(path + " " + route.method(), route.role().word());
        }
        TreeMap<String, String> said = new TreeMap<>();
        document.path("paths")
                .forEachEntry((path, item) -> operations(
                        item,
                        (method, operation) -> said.put(
                                path + " " + method.toUpperCase(Locale.ROOT),
                                operation.path("x-role").asString())));
        assertEquals(
                served,
                said,
                "routes of the desks, and operations of the fragments that openapi/index lists: a desk wants its own");
    }

    @Test
    void everyOperationIsNamedSummedUpTaggedAndSaysItsProblems() {
        Set<String> ids = new HashSet<>();
        document.path("paths")
                .forEachEntry((path, item) -> operations(item, (method, operation) -> {
                    String which = method + " " + path;
                    assertTrue(ids.add(operation.path("operationId").asString()), which);
                    assertFalse(operation.path("summary").asString().isBlank(), which);
                    assertFalse(operation.path("tags").isEmpty(), which + " has no tags");
                    List<String> problems = new ArrayList<>();
                    operation.path("responses").forEachEntry((status, response) -> {
                        if (!status.startsWith("2")) {
                            problems.add(status);
                            assertIsProblem(
                                    response.at("/content/application~1problem+json/schema/$ref"),
                                    which + " " + status);
                        }
                    });
                    assertTrue(problems.contains("default"), which + " says not what goes wrong by default");
                    Set<String> parameters = new TreeSet<>();
                    for (JsonNode list : List.of(item.path("parameters"), operation.path("parameters"))) {
                        list.forEach(parameter -> {
                            if (parameter.path("in").asString().equals("path")) {
                                parameters.add("{" + parameter.path("name").asString() + "}");
                            }
                        });
                    }
                    Set<String> inPath = new TreeSet<>(Arrays.asList(path.split("/")));
                    inPath.removeIf(segment -> !segment.startsWith("{"));
                    assertEquals(inPath, parameters, which);
                }));
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<JsonNode> references = document.findValues("$ref");
        assertFalse(references.isEmpty());
        references.forEach(reference ->
                assertFalse(document.at(reference.asString().substring(1)).isMissingNode(), reference.asString()));
    }

    @Test
    void everyFragmentIsListed() throws IOException {
        try (Stream<Path> files = Files.list(FRAGMENTS)) {
            assertEquals(
                    new TreeSet<>(files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.endsWith(".yaml"))
                            .toList()),
                    new TreeSet<>(Files.readAllLines(FRAGMENTS.resolve("index"))));
        }
    }

    /** A path's operations by their methods, not what is said of all of them. */
    private static void operations(JsonNode item, BiConsumer<String, JsonNode> each) {
        item.forEachEntry((key, value) -> {
            if (!key.equals("parameters")) {
                each.accept(key, value);
            }
        });
    }

    /** Problem, or one that has more. */
    private void assertIsProblem(JsonNode reference, String which) {
        assertTrue(reference.isString(), which + " is no application/problem+json of a named schema");
        Set<String> required = new TreeSet<>();
        document.at(reference.asString().substring(1)).path("required").forEach(key -> required.add(key.asString()));
        assertTrue(required.containsAll(Set.of("status", "title", "detail", "field")), which + " is no Problem");
    }

    @Test
    void theGuideListsEveryOperation() throws IOException {
        List<String> rows = new ArrayList<>();
        document.path("paths")
                .forEachEntry((path, item) -> operations(
                        item,
                        (method, operation) -> rows.add("| `%s %s` | `%s` | %s |"
                                .formatted(
                                        method.toUpperCase(Locale.ROOT),
                                        path,
                                        operation.path("x-role").asString(),
                                        operation.path("summary").asString()))));
        List<String> guide =
                Files.readAllLines(
                                Path.of(System.getProperty("proxima.home", "")).resolve("docs/api.md"))
                        .stream()
                        .filter(line -> line.matches("\\| `[A-Z]+ /.*"))
                        .toList();
        assertEquals(
                String.join("\n", rows.stream().sorted().toList()),
                String.join("\n", guide.stream().sorted().toList()),
                "the table of operations in docs/api.md, a row each as the document has them");
    }
}
