package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import io.proxima.control.ControlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document is OpenAPI 3.1 by that specification's own schema, and a replica with a history answers as it says. */
class OpenApiConformanceTest {
    private static final String SPECIFICATION = "https://spec.openapis.org/oas/3.1/schema-base/2022-10-07";

    /** What stands for a parameter in a path. */
    private static final Map<String, String> IN_PATHS = Map.of(
            "zone", "example.com",
            "pool", "edge",
            "name", "www",
            "type", "A",
            "check", "web",
            "address", "192.0.2.1");
    /** By operation, what is asked besides what it asks by itself. */
    private static final Map<String, List<String>> QUERIES = Map.of(
            "releaseDiff", List.of("?from=previous&to=current", ""),
            "listPools", List.of("?zone=example.com&limit=1", ""),
            "listMembers", List.of("?state=down", "?limit=2", ""),
            "listRecords", List.of("?limit=2", ""),
            "journal", List.of("?limit=3", ""),
            "explain", List.of("?name=www.example.com&client=198.51.100.0/24", "?name=nowhere.example.com"),
            "lines", List.of("?address=198.51.100.7"));

    @TempDir
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final SchemaRegistry schemas = SchemaRegistry.withDefaultDialect(
            Dialects.getDraft202012(),
            registry -> registry.schemas(OpenApiConformanceTest::specification)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));
    private ServedPools served;
    private JsonNode document;

    @BeforeEach
    void start() throws IOException, ControlException {
        served = new ServedPools(folder);
        document = served.client.get("/openapi.json");
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        served.close();
    }

    /** A schema of the specification as a library on the class path of tests has it; null of others. */
    private static @Nullable String specification(String iri) {
        if (!iri.startsWith("https://spec.openapis.org/")) {
            return null;
        }
        try (InputStream stream = OpenApiConformanceTest.class.getResourceAsStream(iri.substring("https:/".length()))) {
            return stream == null ? null : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theDocumentIsOpenApi() {
        Schema specification = schemas.getSchema(SchemaLocation.of(SPECIFICATION));
        assertEquals(List.of(), specification.validate(document));
        ObjectNode wrong = (ObjectNode) document.deepCopy();
        ((ObjectNode) wrong.at("/components/schemas/Pools")).put("type", "objekt");
        assertFalse(specification.validate(wrong).isEmpty(), "schemas are looked at too");
        ((ObjectNode) wrong.at("/paths/~1v1~1pools/get")).put("operationId", 5);
        assertFalse(specification.validate(wrong).isEmpty());
    }

    @Test
    void everyQuestionIsAnsweredAsItsSchemaSays() throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (var path : document.path("paths").properties()) {
            JsonNode operation = path.getValue().path("get");
            if (operation.isMissingNode()) {
                continue;
            }
            String id = operation.path("operationId").asString();
            for (String query : QUERIES.getOrDefault(id, List.of(""))) {
                String asked = filled(path.getKey()) + query;
                check(asked, operation.path("responses").path("200").path("content"), wrong);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static String filled(String path) {
        String filled = path;
        for (var known : IN_PATHS.entrySet()) {
            filled = filled.replace("{" + known.getKey() + "}", known.getValue());
        }
        assertFalse(
                filled.contains("{"),
                filled + " has a parameter that this test cannot fill: add it to IN_PATHS, with what ServedPools has");
        return filled;
    }

    private void check(String asked, JsonNode content, List<String> wrong) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(served.client.base().resolve(asked))
                .timeout(Duration.ofSeconds(20))
                .build();
        HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            String type =
                    response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*$", "");
            if (response.statusCode() != 200 || !content.has(type)) {
                wrong.add(asked + ": " + response.statusCode() + " " + type + ", which the document does not have");
            } else if (type.equals("application/json")) {
                Schema schema = schema(content.path(type).path("schema"));
                for (Error error : schema.validate(JsonMapper.shared().readTree(body.readAllBytes()))) {
                    wrong.add(asked + ": " + error);
                }
            }
        }
    }

    private Schema schema(JsonNode written) {
        assertTrue(written.isObject(), "a response without a schema");
        ObjectNode whole = ((ObjectNode) written).deepCopy();
        whole.set("components", document.path("components"));
        return schemas.getSchema(whole);
    }

    @Test
    void whatTheDocumentDoesNotHaveIsNoted() throws ControlException {
        ObjectNode status = (ObjectNode) served.client.get("/v1/status");
        Schema schema = schema(document.at("/components/schemas/Status"));
        assertEquals(List.of(), schema.validate(status));
        ((ObjectNode) status.at("/pools/0/root")).put("surprise", 1);
        assertFalse(schema.validate(status).isEmpty());
    }

    @Test
    void problemsAreAsTheirSchemaSays() throws IOException, InterruptedException {
        Schema problem = schema(document.at("/components/schemas/Problem"));
        Map<String, Integer> asked = Map.of(
                "/v1/pools?limit=x", 400,
                "/v1/pools/example.com/nothing", 404,
                "/v1/members?state=dead", 400,
                "/v1/journal?limit=x", 400,
                "/v1/queries?top=x", 400,
                "/v1/releases/diff?from=ffffffff", 404,
                "/v1/zones/example.net/records", 404,
                "/v1/nothing", 404);
        for (var one : asked.entrySet()) {
            HttpRequest request = HttpRequest.newBuilder(served.client.base().resolve(one.getKey()))
                    .build();
            problem(http.send(request, HttpResponse.BodyHandlers.ofString()), one.getValue(), problem);
        }
        HttpRequest.Builder order = HttpRequest.newBuilder(served.client.base().resolve("/v1/overrides"));
        problem(
                http.send(
                        order.POST(HttpRequest.BodyPublishers.ofString("{}")).build(),
                        HttpResponse.BodyHandlers.ofString()),
                415,
                problem);
        problem(
                http.send(
                        order.header("Content-Type", "application/json").build(), HttpResponse.BodyHandlers.ofString()),
                400,
                problem);
    }

    private static void problem(HttpResponse<String> response, int status, Schema schema) {
        assertEquals(status, response.statusCode(), response.uri() + ": " + response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""),
                response.uri().toString());
        JsonNode body = JsonMapper.shared().readTree(response.body());
        assertNotNull(body);
        assertEquals(List.of(), schema.validate(body), response.uri() + ": " + response.body());
        assertEquals(status, body.path("status").asInt());
    }
}
