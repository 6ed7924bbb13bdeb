package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.cli.Cli;
import io.proxima.cli.Starters;
import io.proxima.config.ServerConfig;
import io.proxima.control.Json;
import io.proxima.source.Findings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code queries}, {@code what-if} and {@code try} of a running replica, and what is answered once the change is made. */
class TrialCommandsTest {
    private static final String NORTH = "198.51.100.77/32";
    private static final String SOUTH = "203.0.113.77/32";
    private static final String ZONE = """
            $TTL 60
            @   IN SOA ns1 hostmaster 1 3600 600 604800 30
            @   IN NS  ns1
            ns1 IN A   192.0.2.250
            www IN A   192.0.2.1
            api IN A   192.0.2.2
            a   IN A   192.0.2.1
            b   IN A   192.0.2.2
            c   IN A   192.0.2.3
            """;
    private static final String POLICY = """
            sites:
              hill: {at: [31.23, 121.47]}
              lake: {at: [23.13, 113.26]}
            members:
              a: {weight: 3, site: hill}
              b: {site: hill}
              c: {site: lake, capacity: 50}
            pools:
              edge:
                choose: line
                groups:
                  - {line: north, choose: weighted, members: [a, b]}
                  - {line: default, choose: failover, members: [c, a]}
              core: {choose: failover, members: [b, c]}
            names:
              www: {pool: edge}
              api: {pool: core}
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private InetSocketAddress dns = new InetSocketAddress(0);
    private Path config = Path.of("");
    private Proxima proxima;

    @BeforeEach
    void start() throws IOException {
        write("zones", ZONE, POLICY);
        Files.writeString(
                folder.resolve("lines.yaml"), "networks: {north: [198.51.100.0/24], south: [203.0.113.0/24]}\n");
        dns = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Asking.freePort());
        config = folder.resolve("proxima.yaml");
        serve("");
    }

    private void serve(String more) throws IOException {
        Files.writeString(config, """
                node: ns1
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                geo: {lines: lines.yaml}
                state: state
                """.formatted(dns.getPort(), Asking.freePort()) + more);
        Findings findings = new Findings();
        ServerConfig read = ServerConfig.read(config, findings).orElseThrow();
        proxima = Proxima.start(read, findings)
                .orElseThrow(() -> new AssertionError(findings.sorted().toString()));
    }

    @AfterEach
    void stop() {
        proxima.close();
    }

    private Path write(String name, String zone, String policy) throws IOException {
        Path zones = Files.createDirectories(folder.resolve(name));
        Files.writeString(zones.resolve("example.com.zone"), zone);
        Files.writeString(zones.resolve("example.com.policy.yaml"), policy);
        return zones;
    }

    /** These commands start nothing, so nobody is asked to. */
    @SuppressWarnings("NullAway")
    private static Starters nobody() {
        return new Starters(null, null, null, null, null, null);
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        return Cli.run(
                all.toArray(String[]::new), nobody(), folder, new PrintWriter(out, true), new PrintWriter(err, true));
    }

    private JsonNode json(int code, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        assertEquals(code, run(all.toArray(String[]::new)), () -> out + "" + err);
        return JsonMapper.shared().readTree(out.toString());
    }

    /** Asks for clients of the north twice as often as for those of the south. */
    private void askAround() throws IOException {
        for (int i = 0; i < 60; i++) {
            Asking.ask(dns, "www.example.com", i % 3 == 0 ? SOUTH : NORTH, false);
        }
        for (int i = 0; i < 20; i++) {
            Asking.ask(dns, i % 2 == 0 ? "api.example.com" : "nowhere.example.com", SOUTH, false);
        }
    }

    private static Map<String, Double> shares(JsonNode list, String name, String share) {
        Map<String, Double> shares = new TreeMap<>();
        list.forEach(part -> shares.put(
                part.path(name).asString(), Math.rint(part.path(share).asDouble(-1) * 1e9) / 1e9));
        return shares;
    }

    private Map<String, Integer> drawn(String name, String client, int times) throws IOException {
        Map<String, Integer> drawn = new TreeMap<>();
        for (int i = 0; i < times; i++) {
            Asking.addresses(dns, name, client).forEach(address -> drawn.merge(address, 1, Integer::sum));
        }
        return drawn;
    }

    @Test
    void queriesSayWhatWasAskedAndNoMoreOfAClientThanItsNetwork() throws IOException {
        askAround();
        JsonNode report = json(0, "queries");
        assertEquals(80, report.path("total").asInt(0));
        assertEquals(
                Map.of(
                        "www.example.com.",
                        0.75,
                        "api.example.com.",
                        0.125,
                        "(names that do not exist in example.com.)",
                        0.125),
                shares(report.path("names"), "name", "share"));
        assertEquals(Map.of("A", 1.0), shares(report.path("types"), "name", "share"));
        assertEquals(Map.of("answer", 0.875, "NXDOMAIN", 0.125), shares(report.path("outcomes"), "name", "share"));
        assertEquals(Map.of("north", 0.5, "default", 0.5), shares(report.path("lines"), "name", "share"));
        assertEquals(1.0, report.path("subnets").asDouble(0));
        assertEquals(
                Map.of("a 192.0.2.1", 0.5, "b 192.0.2.2", 0.166666667, "c 192.0.2.3", 0.333333333),
                shares(report.path("steered").path(0).path("members"), "name", "share"));
        assertTrue(report.path("listeners").path(0).path("received").asInt(0) >= 80);
        assertEquals(0, run("queries"));
        assertTrue(out.toString().contains(" 75.00 %  www.example.com."), out::toString);

        assertEquals(0, run("queries", "--sample"));
        List<String> sample = out.toString().lines().toList();
        assertEquals(80, sample.size());
        assertEquals(
                Set.of(
                        "www.example.com. A 198.51.100.0/24 1.000",
                        "www.example.com. A 203.0.113.0/24 1.000",
                        "api.example.com. A 203.0.113.0/24 1.000",
                        "nowhere.example.com. A 203.0.113.0/24 1.000"),
                new TreeSet<>(sample));
        assertFalse(out.toString().contains(".77"), "not a bit more");
        assertEquals(2, run("queries", "--top", "0"));
    }

    @Test
    void withoutASampleThereAreCountersAndMadeUpQueries() throws IOException {
        proxima.close();
        serve("samples: off\n");
        askAround();
        JsonNode report = json(0, "queries");
        assertFalse(report.path("sampling").asBoolean(true));
        assertTrue(report.path("listeners").path(0).path("received").asInt(0) >= 80);
        assertEquals(0, run("queries"));
        assertTrue(out.toString().contains("no query is sampled"), out::toString);
        assertEquals(
                "synthetic",
                json(0, "what-if", "--down", "c").path("sample").path("source").asString());
    }

    @Test
    void whatIfASiteWereLostIsWhatComesWhenItIsForcedDown() throws IOException {
        askAround();
        JsonNode report = json(0, "what-if", "--down", "hill", "--rate", "100");
        assertEquals("recorded", report.path("sample").path("source").asString());
        assertEquals(0.5 + 0.125, report.path("changed").asDouble(-1), 1e-9);
        assertEquals(Map.of("north", 1.0, "default", 0.25), shares(report.path("lines"), "name", "changed"));
        assertEquals(
                Map.of("example.com./a", 0.0, "example.com./b", 0.0, "example.com./c", 0.875),
                shares(report.path("members"), "member", "after"));
        JsonNode over = report.path("members").path(0);
        assertEquals("example.com./c", over.path("member").asString());
        assertTrue(over.path("over").asBoolean(false), () -> Json.of(over));
        assertEquals(87.5, over.path("rate").asDouble(0), 1e-9);
        assertEquals(
                Map.of("www.example.com.", 1.0, "api.example.com.", 1.0), shares(report.path("thin"), "name", "after"));
        assertEquals(0, report.path("outcomes").size());

        assertEquals(0, run("what-if", "--down", "hill", "--rate", "100", "--fail-over", "63%"));
        assertTrue(out.toString().contains("62.50 % of the answers would lead elsewhere"), out::toString);
        assertTrue(out.toString().contains("example.com./c: 87.5 a second of 50, before 25.0"), out::toString);
        assertTrue(out.toString().contains("www.example.com. A: 1 of 3, 3 before"), out::toString);
        assertEquals(3, run("what-if", "--down", "hill", "--fail-over", "0.62"));
        assertEquals(Map.of("192.0.2.3", 20), drawn("www.example.com", SOUTH, 20), "nothing has changed until now");

        assertEquals(0, run("force-down", "hill", "--force"));
        assertEquals(Map.of("192.0.2.3", 20), drawn("www.example.com", NORTH, 20));
        assertEquals(Map.of("192.0.2.3", 5), drawn("api.example.com", SOUTH, 5));
        JsonNode again = json(0, "what-if", "--down", "hill");
        assertEquals(0.0, again.path("changed").asDouble(-1), "it is lost already");
        JsonNode everybody = json(0, "what-if", "--down", "lake");
        assertEquals(
                Map.of("www.example.com.", 0.0, "api.example.com.", 0.0),
                shares(everybody.path("thin"), "name", "after"));
        assertTrue(everybody.path("outcomes").size() >= 2, () -> Json.of(everybody));
        assertEquals(0, run("force-down", "lake", "--force"));
        assertEquals(Map.of(), drawn("www.example.com", NORTH, 1), "as was said: NODATA");
    }

    @Test
    void onlyOnePoolsMembersCanBeLost() throws IOException {
        askAround();
        JsonNode report = json(0, "what-if", "--down", "hill", "--pool", "core");
        assertEquals(0.125, report.path("changed").asDouble(-1), 1e-9);
        assertEquals(2, run("what-if", "--down", "hill", "--pool", "cellar"));
        assertEquals(2, run("what-if", "--down", "hil"));
        assertTrue(err.toString().contains("nothing is named \"hil\" (did you mean \"hill\"?)"), err::toString);
        assertEquals(2, run("what-if", "--down", "hill", "--fail-over", "500%"));
        assertEquals(2, run("what-if", "--down", "hill", "--rate", "many"));
    }

    @Test
    void whatIsTriedIsWhatComesWhenItIsServed() throws IOException {
        askAround();
        Path next = write(
                "next",
                ZONE.replace("api IN A   192.0.2.2\n", "") + "www2 IN A 192.0.2.1\n",
                POLICY.replace("a: {weight: 3,", "a: {weight: 1,")
                        .replace("  api: {pool: core}\n", "")
                        .replace("www: {pool: edge}", "www: {pool: edge, ttl: {steady: 30s, unsettled: 5s}}"));
        JsonNode report = json(0, "try", next.toString());
        assertEquals(0.5 * 0.25 + 0.125, report.path("changed").asDouble(-1), 1e-9);
        assertEquals(
                Map.of("a 192.0.2.1 b 192.0.2.2", 0.125, "b 192.0.2.2 NXDOMAIN", 0.125), flows(report.path("flows")));
        assertEquals(1, report.path("outcomes").path(0).path("share").asDouble(0) > 0 ? 1 : 0);
        JsonNode gone = report.path("outcomes").path(0);
        assertEquals(
                "api.example.com. answer NXDOMAIN",
                gone.path("name").asString() + " " + gone.path("before").asString() + " "
                        + gone.path("after").asString());
        assertEquals(60, report.path("ttls").path(0).path("before").asInt(0));
        assertEquals(30, report.path("ttls").path(0).path("after").asInt(0));
        assertEquals(3, run("try", next.toString(), "--fail-over", "20%"));
        assertTrue(out.toString().contains("www.example.com. A: 60 s -> 30 s"), out::toString);

        for (String file : List.of("example.com.zone", "example.com.policy.yaml")) {
            Files.copy(
                    next.resolve(file),
                    folder.resolve("zones").resolve(file),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Asking.ask(dns, "www2.example.com", NORTH, false).getRcode() == 0);
        Map<String, Integer> drawn = drawn("www.example.com", NORTH, 400);
        assertEquals(200, drawn.getOrDefault("192.0.2.1", 0), 50, "half, as was said; five sigmas");
        assertEquals(Map.of(), drawn("api.example.com", NORTH, 1));
        assertEquals(0.0, json(0, "try", next.toString()).path("changed").asDouble(-1), "it is served now");
    }

    private static Map<String, Double> flows(JsonNode flows) {
        Map<String, Double> shares = new TreeMap<>();
        flows.forEach(flow -> shares.put(
                flow.path("from").asString() + " " + flow.path("to").asString(),
                Math.rint(flow.path("share").asDouble(0) * 1e9) / 1e9));
        return shares;
    }

    @Test
    void aCandidateIsJudgedUnderTheWordsInForceAndItsOwnLines() throws IOException {
        askAround();
        assertEquals(0, run("drain", "edge/a"));
        Path next = write("next", ZONE, POLICY);
        assertEquals(0.0, json(0, "try", next.toString()).path("changed").asDouble(-1), "a drain stays a drain");
        Files.writeString(next.resolve("lines.yaml"), "networks: {north: [203.0.113.0/24]}\n");
        JsonNode report = json(0, "try", next.toString());
        assertEquals(
                Map.of("north", 1.0, "default", 0.5),
                shares(report.path("lines"), "name", "changed"),
                "north and south change places; half of those of the south ask for www");
    }

    @Test
    void whatIsBrokenIsSaidWithItsPlace() throws IOException {
        Path next = write("next", ZONE, POLICY.replace("choose: weighted", "choose: wieghted"));
        assertEquals(1, run("try", next.toString()));
        assertTrue(
                err.toString()
                        .lines()
                        .anyMatch(line -> line.startsWith(next + "/example.com.policy.yaml:12:31: error: ")),
                err::toString);
        assertEquals(1, run("try", next.toString(), "--offline"));
        assertTrue(
                err.toString()
                        .lines()
                        .anyMatch(line -> line.startsWith(next + "/example.com.policy.yaml:12:31: error: ")),
                err::toString);
        Files.writeString(next.resolve("lines.yaml"), "networks-files: [/etc/hostname]\n");
        assertEquals(2, run("try", next.toString()), "other files of the machine are none of a candidate's");
        assertEquals(2, run("try", folder.resolve("nothing").toString()));
    }

    @Test
    void filesAloneAreEnoughOffline() throws IOException {
        proxima.close();
        Path next = write("next", ZONE, POLICY.replace("a: {weight: 3,", "a: {weight: 1,"));
        JsonNode report = json(0, "try", next.toString(), "--offline", "--weights", "north=3,default=1");
        assertEquals("synthetic", report.path("sample").path("source").asString());
        assertEquals(0.75 / 2 * 0.25, report.path("changed").asDouble(-1), 1e-9);
        Path queries = Files.writeString(folder.resolve("queries.txt"), """
                ; as dnsperf has them
                www.example.com A 198.51.100.7 3
                www.example.com A 203.0.113.0/24
                api.example.com AAAA
                """);
        report = json(0, "try", next.toString(), "--offline", "--queries", queries.toString());
        assertEquals(3.0 / 5 * 0.25, report.path("changed").asDouble(-1), 1e-9);
        report = json(
                0, "what-if", "--down", "hill,edge/c", "--offline", "--queries", queries.toString(), "--rate", "10");
        assertEquals(4.0 / 5, report.path("changed").asDouble(-1), 1e-9);
        Files.writeString(queries, "www.example.com A 198.51.100.7\nwww.example.com AX\n");
        assertEquals(2, run("try", next.toString(), "--offline", "--queries", queries.toString()));
        assertTrue(err.toString().contains("line 2 of the queries: \"AX\" is no type of records"), err::toString);
        assertEquals(2, run("try", next.toString(), "--offline", "--weights", "west=1"));
        assertTrue(
                err.toString().contains("no pool names the line \"west\" (they name north, default)"), err::toString);
    }
}
