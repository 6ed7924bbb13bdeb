package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.cli.Cli;
import io.proxima.cli.Starters;
import io.proxima.control.ControlException;
import io.proxima.control.Problem;
import io.proxima.control.ProblemException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Pools and members of a running replica, over HTTP and by commands. */
class PoolsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ServedPools served;

    @BeforeEach
    void start() throws IOException, ControlException {
        served = new ServedPools(folder);
    }

    @AfterEach
    void stop() throws IOException {
        served.close();
    }

    private static List<String> texts(JsonNode list, String key) {
        return list.valueStream().map(item -> item.path(key).asString()).toList();
    }

    @Test
    void poolsAreCountedInTheOrderOfTheirNames() throws ControlException {
        JsonNode pools = served.client.get("/v1/pools").path("pools");
        assertEquals(
                List.of(
                        "example.com./crowd",
                        "example.com./edge",
                        "example.com./flat@flat.example.com.",
                        "example.com./flat@flat2.example.com."),
                texts(pools, "name"));
        JsonNode crowd = pools.get(0);
        assertTrue(crowd.path("panic").asBoolean(), crowd.toString());
        JsonNode edge = pools.get(1);
        assertEquals(3, edge.path("members").asInt());
        assertEquals(1, edge.path("up").asInt());
        assertEquals(1, edge.path("down").asInt());
        assertEquals(1, edge.path("drained").asInt());
        assertEquals(1, edge.path("names").asInt());
        assertFalse(edge.path("panic").asBoolean());
        assertTrue(edge.path("unsettled").asBoolean(), "a member went down just now");
    }

    @Test
    void pagesFollowOneAnother() throws ControlException {
        List<String> names = new ArrayList<>();
        String after = "";
        for (JsonNode page; ; after = "&after=" + page.path("next").asString()) {
            page = served.client.get("/v1/pools?limit=1" + after);
            assertEquals(4, page.path("matching").asInt());
            assertTrue(page.path("pools").size() <= 1);
            names.addAll(texts(page.path("pools"), "name"));
            if (page.path("next").isNull()) {
                break;
            }
        }
        assertEquals(texts(served.client.get("/v1/pools").path("pools"), "name"), names);
        JsonNode first = served.members("?limit=3");
        JsonNode second = served.members("?after=" + first.path("next").asString());
        assertEquals(
                texts(served.members("").path("members"), "member"),
                Stream.concat(
                                texts(first.path("members"), "member").stream(),
                                texts(second.path("members"), "member").stream())
                        .toList());
    }

    @Test
    void aPoolIsToldWhole() throws ControlException {
        JsonNode pool = served.client.get("/v1/pools/example.com/edge");
        assertEquals("www.example.com.", pool.at("/names/0/name").asString());
        JsonNode south = pool.at("/root/groups/0");
        assertEquals("50%", south.path("upAtLeast").asString());
        assertEquals(1, south.at("/a/needed").asInt());
        assertTrue(south.at("/a/enough").asBoolean());
        assertTrue(south.path("site").isNull(), "they stand at two");
        JsonNode up = south.at("/members/0");
        assertEquals("up", up.path("state").asString());
        assertEquals(3, up.path("weight").asInt());
        assertEquals(3000, up.path("capacity").asInt());
        assertEquals("down", south.at("/members/1/state").asString());
        assertEquals("guangzhou", pool.at("/root/groups/1/site").asString());
        assertEquals("drained", pool.at("/root/groups/1/members/0/state").asString());
        assertFalse(pool.at("/root/groups/1/a/enough").asBoolean());
    }

    @Test
    void membersAreFilteredAndSayWhy() throws ControlException {
        JsonNode out1 = served.members("?state=drained").path("members");
        assertEquals(List.of("out-1"), texts(out1, "member"));
        assertTrue(out1.get(0).path("why").asString().startsWith("drained by ann"), out1.toString());
        JsonNode down = served.members("?state=down&pool=edge").path("members");
        assertEquals(List.of("down-1"), texts(down, "member"));
        assertFalse(down.get(0).path("why").asString().isEmpty(), down.toString());
        assertFalse(down.get(0).path("since").isNull(), down.toString());
        assertEquals(3, served.members("?site=guangzhou").path("matching").asInt());
        assertEquals(0, served.members("?zone=example.net").path("matching").asInt());
        assertEquals(
                2,
                served.members("?zone=EXAMPLE.com&pool=crowd").path("matching").asInt());
        assertEquals(
                2, served.members("?pool=example.com./flat").path("matching").asInt());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /v1/pools/example.com/egde                | 404 | ''    | did you mean "edge"?
                    /v1/pools/example.con/edge                | 404 | ''    | did you mean "example.com."?
                    /v1/pools/example.com/flat                | 404 | ''    | flat@flat.example.com.
                    /v1/pools?limit=0                         | 400 | limit | 1 to 1000
                    /v1/pools?limit=1001                      | 400 | limit | 1 to 1000
                    /v1/pools?limit=5&limit=6                 | 400 | limit | once
                    /v1/pools?nmae=edge                       | 400 | nmae  | name, zone
                    /v1/pools?name=example.com./edge&zone=a.b | 400 | name  | leave out one
                    /v1/pools?zone=a..b                       | 400 | zone  | a..b
                    /v1/members?state=dead                    | 400 | state | partly
                    """)
    void whatIsWrongIsNamed(String path, int status, String field, String detail) {
        Problem problem = assertThrows(ProblemException.class, () -> served.client.get(path))
                .problem();
        assertEquals(status, problem.status());
        assertEquals(field, problem.field());
        assertTrue(problem.detail().contains(detail), problem.detail());
    }

    /** These commands start nothing, so nobody is asked to. */
    @SuppressWarnings("NullAway")
    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", served.config.toString()));
        Starters nobody = new Starters(null, null, null, null, null, null);
        return Cli.run(
                all.toArray(String[]::new), nobody, folder, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    @Test
    void commandsTellInTablesAndAsDocuments() {
        assertEquals(0, run("pools"), err.toString());
        assertTrue(out.toString().contains("failover  1/3  1     1"), out.toString());
        assertEquals(0, run("pools", "edge"), err.toString());
        assertTrue(out.toString().contains("127.0.0.2 down"), out.toString());
        assertEquals(0, run("pools", "example.com./edge", "--json"), err.toString());
        assertEquals(
                "example.com./edge",
                JsonMapper.shared().readTree(out.toString()).path("name").asString());
        assertEquals(1, run("pools", "example.com./egde"));
        assertTrue(err.toString().contains("did you mean \"edge\"?"), err.toString());
        assertEquals(2, run("pools", "flat"));
        assertTrue(err.toString().contains("flat@flat2.example.com."), err.toString());
        assertEquals(0, run("pools", "flat@flat2.example.com."), err.toString());
        assertTrue(out.toString().contains("192.0.2.8"), out.toString());
        assertEquals(0, run("members", "--down"), err.toString());
        assertEquals(3, out.toString().lines().count(), out.toString());
        assertEquals(0, run("members", "--site", "shanghai", "--json"), err.toString());
        assertEquals(
                2, JsonMapper.shared().readTree(out.toString()).path("members").size());
        assertEquals(0, run("members", "--site", "mars"), err.toString());
        assertTrue(out.toString().contains("no such member"), out.toString());
    }
}
