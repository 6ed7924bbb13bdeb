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
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> said.put(
                        path + " " + method.toUpperCase(Locale.ROOT),
                        operation.path("x-role").asString())));
        assertEquals(served, said);
    }

    @Test
    void everyOperationIsNamedSummedUpTaggedAndSaysItsProblems() {
        Set<String> ids = new HashSet<>();
        document.path("paths")
                .forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
                    String which = method + " " + path;
                    assertTrue(ids.add(operation.path("operationId").asString()), which);
                    assertFalse(operation.path("summary").asString().isBlank(), which);
                    assertTrue(operation.path("tags").isArray(), which);
                    operation.path("responses").forEachEntry((status, response) -> {
                        if (!status.startsWith("2")) {
                            assertEquals(
                                    "#/components/schemas/Problem",
                                    response.at("/content/application~1problem+json/schema/$ref")
                                            .asString(),
                                    which + " " + status);
                        }
                    });
                    Set<String> parameters = new TreeSet<>();
                    operation.path("parameters").forEach(parameter -> {
                        if (parameter.path("in").asString().equals("path")) {
                            parameters.add("{" + parameter.path("name").asString() + "}");
                        }
                    });
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

    @Test
    void answersAreAsTheirSchemasSay() throws IOException {
        for (String path : List.of("/v1/status", "/v1/journal", "/v1/overrides", "/openapi.json")) {
            JsonNode schema =
                    document.path("paths").path(path).at("/get/responses/200/content/application~1json/schema");
            assertFalse(schema.isMissingNode(), path);
            assertFits(client.get(path), schema, path);
        }
    }

    /** Whether a value is of a schema's types and has what it requires, all the way down. */
    private void assertFits(JsonNode value, JsonNode schema, String where) {
        JsonNode ref = schema.path("$ref");
        if (ref.isString()) {
            assertFits(value, document.at(ref.asString().substring(1)), where);
            return;
        }
        JsonNode type = schema.path("type");
        List<String> types =
                type.isArray() ? type.valueStream().map(JsonNode::asString).toList() : List.of(type.asString());
        String actual = value.isNull()
                ? "null"
                : value.isObject()
                        ? "object"
                        : value.isArray()
                                ? "array"
                                : value.isString()
                                        ? "string"
                                        : value.isBoolean()
                                                ? "boolean"
                                                : value.isIntegralNumber() ? "integer" : "number";
        assertTrue(
                types.contains(actual) || (actual.equals("integer") && types.contains("number")),
                where + ": " + actual);
        schema.path("required").forEach(key -> assertTrue(value.has(key.asString()), where + "." + key.asString()));
        schema.path("properties").forEachEntry((key, below) -> {
            if (value.has(key)) {
                assertFits(value.path(key), below, where + "." + key);
            }
        });
        if (schema.has("items")) {
            value.forEach(item -> assertFits(item, schema.path("items"), where + "[]"));
        }
    }
}
