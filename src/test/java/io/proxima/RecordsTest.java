package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Zone files read and edited over HTTP: conditional on a version, checked as a whole, and answered from when told of. */
class RecordsTest {
    private static final String ZONE = """
            ; the zone of the test
            $ORIGIN example.com.
            $TTL 60
            @     SOA ns1 hostmaster 7 3600 600 604800 30
            @     NS  ns1
            ns1   A   127.0.0.1
            www   A   192.0.2.1 ; the first
            sub   NS  ns.sub
            ns.sub A  192.0.2.53
            sh-1  A   192.0.2.11
            sh-2  A   192.0.2.12
            edge  A   192.0.2.11
            edge  A   192.0.2.12
            """;
    private static final String POLICY = """
            pools:
              edge:
                choose: random
                members: [sh-1, sh-2]
            names:
              edge: {pool: edge}
            """;
    private static final String RECORDS = "/v1/zones/example.com/records";

    @TempDir
    private Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private ServedFolder served;
    private Path zone;

    @BeforeEach
    void serve() throws IOException {
        served = new ServedFolder(folder, "");
        zone = served.write("zones/example.com.zone", ZONE);
        served.write("zones/example.com.policy.yaml", POLICY);
        served.start();
    }

    @AfterEach
    void stop() {
        served.close();
    }

    private HttpResponse<String> send(String method, String path, String ifMatch, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(served.url().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        if (!ifMatch.isEmpty()) {
            request.header("If-Match", ifMatch);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String tag() throws Exception {
        return send("GET", RECORDS, "", "").headers().firstValue("ETag").orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private String text() throws IOException {
        return Files.readString(zone);
    }

    @Test
    void whatIsWrittenIsAnsweredByTheTimeItIsToldOf() throws Exception {
        for (int i = 2; i < 40; i++) {
            String body = "{\"ttl\": 60, \"data\": [\"192.0.2.%d\"], \"why\": \"moved\"}".formatted(i);
            HttpResponse<String> response = send("PUT", RECORDS + "/www/A", tag(), body);
            assertEquals(200, response.statusCode(), response.body());
            assertEquals(Set.of("192.0.2." + i), served.given("www.example.com."), "write " + i);
            JsonNode said = json(response);
            assertEquals(7 + i - 1, said.path("serial").asInt());
            assertEquals(served.current(), said.path("release").asString());
            assertEquals(response.headers().firstValue("ETag").orElseThrow(), tag());
        }
        assertEquals(ZONE.replace(" 7 ", " 45 ").replace("192.0.2.1 ;", "192.0.2.39 ;"), text());
    }

    @Test
    void severalChangesAreOneEditOrNone() throws Exception {
        String tag = tag();
        HttpResponse<String> bad = send("PATCH", RECORDS, tag, """
                {"changes": [{"name": "new", "type": "A", "ttl": 60, "data": ["192.0.2.7"]},
                             {"name": "www", "type": "A", "ttl": 60, "data": ["192.0.2.300"]}]}""");
        assertEquals(400, bad.statusCode(), bad.body());
        assertEquals("changes[1].data[0]", json(bad).path("field").asString());
        assertEquals(ZONE, text());

        HttpResponse<String> good = send("PATCH", RECORDS, tag, """
                {"changes": [{"name": "sh-3", "type": "A", "ttl": 60, "data": ["192.0.2.13"]},
                             {"name": "edge", "type": "A", "ttl": 60, "data": ["192.0.2.11", "192.0.2.12", "192.0.2.13"]},
                             {"name": "www", "type": "A", "delete": true}], "why": "a server more"}""");
        assertEquals(200, good.statusCode(), good.body());
        String expected = ZONE.replace(" 7 ", " 8 ")
                .replace("www   A   192.0.2.1 ; the first\n", "")
                .replace("sh-2  A   192.0.2.12\n", "sh-2  A   192.0.2.12\nsh-3  A   192.0.2.13\n")
                .replace("edge  A   192.0.2.12\n", "edge  A   192.0.2.12\nedge  A   192.0.2.13\n");
        assertEquals(expected, text());
        JsonNode warning = json(good).path("warnings").path(0);
        assertTrue(warning.path("message").asString().contains("192.0.2.13"), good.body());
        assertEquals("warning", warning.path("level").asString());
        await().untilAsserted(() -> assertEquals(
                "a server more",
                served.get("/v1/releases")
                        .path("releases")
                        .path(0)
                        .path("reason")
                        .asString()));
    }

    @Test
    void oneVersionIsEditedOnce() throws Exception {
        assertEquals(428, send("DELETE", RECORDS + "/www/A", "", "").statusCode());
        String tag = tag();
        assertEquals(412, send("DELETE", RECORDS + "/www/A", "W/" + tag, "").statusCode(), "a weak tag");
        HttpResponse<String> first = send("DELETE", RECORDS + "/www/A?why=gone", tag, "");
        assertEquals(200, first.statusCode(), first.body());
        HttpResponse<String> second = send("PUT", RECORDS + "/www/A", tag, "{\"ttl\": 5, \"data\": [\"192.0.2.9\"]}");
        assertEquals(412, second.statusCode(), second.body());
        assertEquals(first.headers().firstValue("ETag"), second.headers().firstValue("ETag"));
        assertEquals(
                json(first).path("version").asString(),
                json(second).path("version").asString());
        assertEquals(Set.of(), served.given("www.example.com."));
    }

    @Test
    void ofManyEditorsOneWinsEachVersion() throws Exception {
        int editors = 12;
        int rounds = 5;
        Set<String> wins = new TreeSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(editors)) {
            for (int round = 0; round < rounds; round++) {
                String tag = tag();
                CountDownLatch start = new CountDownLatch(editors);
                List<Future<Integer>> statuses = new ArrayList<>();
                for (int i = 0; i < editors; i++) {
                    String name = "n" + round + "-" + i;
                    statuses.add(threads.submit(() -> {
                        start.countDown();
                        start.await();
                        String body = "{\"ttl\": 60, \"data\": [\"192.0.2.99\"]}";
                        return send("PUT", RECORDS + "/" + name + "/A", tag, body)
                                .statusCode();
                    }));
                }
                int won = 0;
                for (int i = 0; i < editors; i++) {
                    int status = statuses.get(i).get();
                    assertTrue(status == 200 || status == 412, "status " + status);
                    if (status == 200) {
                        won++;
                        wins.add("n" + round + "-" + i);
                    }
                }
                assertEquals(1, won, "winners of round " + round);
            }
        }
        Set<String> added = new TreeSet<>();
        StringBuilder rest = new StringBuilder();
        text().lines().forEach(line -> {
            if (line.matches("n\\d-\\d+ .*")) {
                added.add(line.substring(0, line.indexOf(' ')));
            } else {
                rest.append(line).append('\n');
            }
        });
        assertEquals(wins, added);
        assertEquals(ZONE.replace(" 7 ", " " + (7 + rounds) + " "), rest.toString());
    }

    @Test
    void editorsThatReadAgainAllGetTheirWordIn() throws Exception {
        int editors = 8;
        try (ExecutorService threads = Executors.newFixedThreadPool(editors)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < editors; i++) {
                String path = RECORDS + "/m" + i + "/A";
                all.add(threads.submit(() -> {
                    int status = 412;
                    for (int attempt = 0; attempt < 200 && status == 412; attempt++) {
                        status = send("PUT", path, tag(), "{\"ttl\": 60, \"data\": [\"192.0.2.99\"]}")
                                .statusCode();
                    }
                    assertEquals(200, status, path);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
        assertTrue(text().contains(" " + (7 + editors) + " "), text());
        for (int i = 0; i < editors; i++) {
            assertEquals(Set.of("192.0.2.99"), served.given("m" + i + ".example.com."));
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3} of {4}")
    @CsvSource(delimiter = '|', textBlock = """
            www     | A     | 192.0.2.300        | 400 | data[0] | not an IPv4
            www     | A     | 192.0.2.1 ; mine   | 400 | data[0] | outside of quotation marks
            www     | A     | 192.0.2.1 192.0.2.2| 400 | data[0] | too much
            www     | MX    | mail               | 400 | data[0] | bad MX data
            www     | WHAT  | 1                  | 400 | type    | no type of record
            www     | AXFR  | 1                  | 400 | type    | no type of record
            www.example.net. | A | 192.0.2.1     | 400 | name    | outside the zone
            www.example.com  | A | 192.0.2.1     | 400 | name    | leave out the zone
            www     | CNAME | x.example.net.     | 422 | ''      | a CNAME at www.example.com. beside A
            a.sub   | TXT   | x                  | 400 | name    | sub.example.com. is delegated
            a.sub   | A     | 192.0.2.1          | 400 | name    | would never be answered
            @       | NS    | a..b               | 400 | data[0] | empty label
            edge    | CNAME | x.example.net.     | 422 | ''      | CNAME
            """)
    void whatCannotBeIsSaidAndNotWritten(String name, String type, String data, int status, String field, String reason)
            throws Exception {
        String path = RECORDS + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "/" + type;
        HttpResponse<String> response = send("PUT", path, tag(), "{\"ttl\": 60, \"data\": [\"" + data + "\"]}");
        assertEquals(status, response.statusCode(), response.body());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""));
        JsonNode problem = json(response);
        assertEquals(field, problem.path("field").asString(), response.body());
        assertTrue(problem.path("detail").asString().contains(reason), response.body());
        assertEquals(status == 422, problem.path("findings").size() > 0, response.body());
        assertEquals(ZONE, text());
    }

    @Test
    void findingsHaveTheirPlaces() throws Exception {
        HttpResponse<String> response = send("DELETE", RECORDS + "/sh-1/A", tag(), "");
        assertEquals(422, response.statusCode(), response.body());
        JsonNode finding = json(response).path("findings").path(0);
        assertTrue(finding.path("file").asString().endsWith("zones/example.com.policy.yaml"), response.body());
        assertEquals(4, finding.path("line").asInt());
        assertTrue(finding.path("column").asInt() > 1);
        assertEquals(ZONE, text());
    }

    @Test
    void delegationThatWouldHideRecordsIsNamed() throws Exception {
        String body = "{\"ttl\": 60, \"data\": [\"ns.example.net.\"]}";
        HttpResponse<String> response = send("PUT", RECORDS + "/www/NS", tag(), body);
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(json(response).path("detail").asString().contains("hide www.example.com. A"), response.body());
        assertEquals(ZONE, text());
    }

    @Test
    void recordsAreReadByNameTypeAndPage() throws Exception {
        JsonNode www = served.get(RECORDS + "?name=www&type=a");
        assertEquals(1, www.path("rrsets").size());
        assertEquals(
                "192.0.2.1", www.path("rrsets").path(0).path("data").path(0).asString());
        assertEquals(7, www.path("serial").asInt());
        List<String> names = new ArrayList<>();
        String next = "0";
        while (!next.isEmpty()) {
            JsonNode page = served.get(RECORDS + "?limit=3&from=" + next);
            page.path("rrsets")
                    .forEach(rrset -> names.add(rrset.path("name").asString() + " "
                            + rrset.path("type").asString()));
            next = page.path("next").isNull() ? "" : page.path("next").asString();
        }
        assertEquals(9, names.size(), names.toString());
        assertEquals(9, new TreeSet<>(names).size());
        assertEquals(
                "example.com.",
                served.get("/v1/zones").path("zones").path(0).path("zone").asString());
    }

    @Test
    void sameRecordsAgainAreNoChange() throws Exception {
        String tag = tag();
        HttpResponse<String> response =
                send("PUT", RECORDS + "/www/A", tag, "{\"ttl\": 60, \"data\": [\"192.0.2.1\"]}");
        assertEquals(200, response.statusCode());
        assertEquals(false, json(response).path("changed").asBoolean());
        assertEquals(tag, response.headers().firstValue("ETag").orElse(""));
        assertEquals(ZONE, text());
    }

    @Test
    void linkStaysOneAndModeIsKept() throws Exception {
        Path target = folder.resolve("elsewhere.txt");
        Files.move(zone, target);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(zone, target);
        HttpResponse<String> response =
                send("PUT", RECORDS + "/www/A", tag(), "{\"ttl\": 60, \"data\": [\"192.0.2.5\"]}");
        assertEquals(200, response.statusCode(), response.body());
        assertTrue(Files.isSymbolicLink(zone));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(target)));
        assertTrue(Files.readString(target).contains("192.0.2.5 ; the first"));
        try (Stream<Path> left = Files.list(folder)) {
            assertTrue(left.noneMatch(file -> file.toString().endsWith("~")), "nothing is left aside");
        }
    }

    @Test
    void operatorsEditIsNeverLost() throws Exception {
        String before = tag();
        served.write("zones/example.com.zone", ZONE.replace("192.0.2.1 ;", "192.0.2.77 ;"));
        assertEquals(412, send("DELETE", RECORDS + "/www/A", before, "").statusCode());
        assertNotEquals(before, tag());
        assertTrue(text().contains("192.0.2.77"));
    }

    @Test
    void fileWithErrorsIsLeftToTheOperator() throws Exception {
        String broken = ZONE + "oops A 192.0.2.300\n";
        served.write("zones/example.com.zone", broken);
        HttpResponse<String> response = send("DELETE", RECORDS + "/www/A", "*", "");
        assertEquals(409, response.statusCode(), response.body());
        assertTrue(json(response).path("detail").asString().contains(":14:8: error"), response.body());
        assertEquals(broken, text());
    }

    @Test
    void includedRecordsAreRefusedByTheFilesName() throws Exception {
        served.write("zones/hosts.inc", "inner A 192.0.2.66\n");
        served.write("zones/example.com.zone", ZONE + "$INCLUDE hosts.inc\n");
        String tag = tag();
        HttpResponse<String> response = send("DELETE", RECORDS + "/inner/A", tag, "");
        assertEquals(409, response.statusCode(), response.body());
        assertTrue(json(response).path("detail").asString().contains("zones/hosts.inc"), response.body());
        served.write("zones/hosts.inc", "inner A 192.0.2.67\n");
        assertNotEquals(tag, tag(), "what is included is part of the version");
    }

    @Test
    void zoneThatIsNotThereIsNotFound() throws Exception {
        assertEquals(404, send("GET", "/v1/zones/example.net/records", "", "").statusCode());
        assertEquals(
                404,
                send("DELETE", "/v1/zones/example.net/records/a/A", "*", "").statusCode());
    }
}
