package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseReader;
import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
import io.proxima.control.Status;
import io.proxima.demo.Edges;
import io.proxima.source.Findings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What three running replicas say of themselves while an edge stops: status, metrics, liveness. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatusIT {
    private static final Duration JOINED_WITHIN = Duration.ofSeconds(40);
    private static final Duration SECONDS = Duration.ofSeconds(8);
    private static final String EDGE = "sh-cu-2";
    private static final String ADDRESS = "127.0.1.12";

    private final List<Program> programs = new ArrayList<>();
    private final List<ServerConfig> configs = new ArrayList<>();
    private List<DemoFiles.Node> nodes = List.of();
    private Edges edges = new Edges(List.of());

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Findings findings = new Findings();
        ServerConfig shipped = ServerConfig.read(Program.HOME.resolve("proxima.yaml"), findings)
                .orElseThrow();
        DemoFiles files = new DemoFiles(folder, shipped);
        nodes = files.replicas(files.zonesWithPort(Asking.freePort()), 3, Asking.freePort());
        for (DemoFiles.Node node : nodes) {
            configs.add(ServerConfig.read(node.config(), findings).orElseThrow());
        }
        Release release = new ReleaseReader(Setup.filesOf(configs.getFirst()))
                .read(findings)
                .orElseThrow();
        edges = new Edges(DemoCommand.edges(new CatalogCompiler().compile(release)));
        edges.startAll();
        for (DemoFiles.Node node : nodes) {
            programs.add(Program.run("serve", "--config", node.config().toString()));
        }
        programs.forEach(program -> program.awaitOut("ready dns=.*"));
        programs.forEach(program -> program.awaitErr("cluster: ns\\d joined", JOINED_WITHIN));
        await().atMost(JOINED_WITHIN).until(this::allVotedUpEverywhere);
    }

    @AfterAll
    void stop() {
        programs.forEach(Program::close);
        edges.close();
    }

    private URI control(int replica) {
        return ControlClient.urlOf(configs.get(replica).listen().control().socketAddress());
    }

    private Status status(int replica) throws ControlException {
        return Status.read(new ControlClient(control(replica)).get("/v1/status"));
    }

    private HttpResponse<String> page(int replica, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(control(replica).resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Stream<Status.Address> addresses(Status.Group group) {
        return Stream.concat(
                group.groups().stream().flatMap(StatusIT::addresses),
                group.members().stream().flatMap(member -> member.addresses().stream()));
    }

    private static Status.Address address(Status status) {
        return status.pools().stream()
                .flatMap(pool -> addresses(pool.root()))
                .filter(found -> found.address().equals(ADDRESS))
                .findFirst()
                .orElseThrow();
    }

    private boolean allVotedUpEverywhere() throws ControlException {
        for (int i = 0; i < nodes.size(); i++) {
            Status status = status(i);
            if (status.cluster().live().size() < 3
                    || !status.pools().stream()
                            .flatMap(pool -> addresses(pool.root()))
                            .allMatch(found -> found.votes().stream()
                                    .allMatch(vote -> vote.vote().equals("up")))) {
                return false;
            }
        }
        return true;
    }

    private static String run(int expected, String... arguments) throws IOException, InterruptedException {
        try (Program program = Program.run(arguments)) {
            assertEquals(expected, program.awaitEnd(), () -> program.out() + "\n" + program.err());
            return String.join("\n", expected == 0 ? program.out() : program.err()) + "\n";
        }
    }

    @Test
    void stoppedEdgeIsToldDownWithReasonAndVotesWithinSeconds() throws Exception {
        String config = nodes.get(1).config().toString();
        edges.stop(EDGE);
        for (int i = 0; i < nodes.size(); i++) {
            int replica = i;
            await().atMost(SECONDS)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> address(status(replica)).votes().stream()
                            .allMatch(vote -> vote.vote().equals("down")));
            Status.Address down = address(status(replica));
            assertEquals(
                    List.of("ns1", "ns2", "ns3"),
                    down.votes().stream().map(Status.Vote::node).toList());
            assertTrue(down.votes().stream().allMatch(vote -> vote.reason() != null), down::toString);
            assertTrue(String.valueOf(down.reason()).contains("refused"), down::toString);
            long took = Objects.requireNonNull(down.tookMillis(), down::toString);
            // fall is 2, and the second probe follows the first within a second.
            assertTrue(took > 0 && took < 4_000, down::toString);
            assertNotNull(down.changedAt());
            // The journal has a thread of its own.
            await().atMost(SECONDS)
                    .until(() -> status(replica).changes().stream()
                            .anyMatch(line -> line.contains(" down ") && line.contains("refused")));
        }

        String text = run(0, "status", "--config", config, "--down");
        assertTrue(text.startsWith("ns2 at guangzhou, up "), text);
        assertTrue(text.contains("3 of 3 replicas live: ns1 (shanghai), ns2 (guangzhou), ns3 (frankfurt)\n"), text);
        assertTrue(
                text.lines()
                        .anyMatch(
                                line -> line.matches(
                                        " +sh-cu-2 +127\\.0\\.1\\.12 +down +[0-9]+s +3 down +.*refused.* \\(noticed in [0-9.]+ s\\).*")),
                text);
        assertTrue(text.lines().anyMatch(line -> line.matches(" +ns3 down: .*refused.*")), text);
        assertTrue(!text.contains("127.0.1.21"), "what is up is left out: " + text);
        assertTrue(!text.contains("\033"), "a pipe gets no colours");

        String json = run(0, "status", "--url", control(0).toString(), "--json", "--pool", "downloads");
        assertTrue(json.contains("\"name\" : \"example.com./downloads\""), json);
        assertTrue(!json.contains("example.com./edge"), json);

        HttpResponse<String> scraped = page(2, "/metrics");
        assertEquals(200, scraped.statusCode());
        for (String line : List.of(
                "proxima_verdict_up{address=\"127.0.1.12\",check=\"example.com./web\",member=\"sh-cu-2\",pool=\"example.com./edge\"} 0.0",
                "proxima_votes{address=\"127.0.1.12\",check=\"example.com./web\",vote=\"down\"} 3.0",
                "proxima_detection_seconds_count{to=\"down\"} 1",
                "proxima_replicas_live 3.0",
                "proxima_cluster_joined 1.0")) {
            assertTrue(scraped.body().contains(line + "\n"), () -> line + " is not in\n" + scraped.body());
        }

        edges.start(EDGE);
        await().atMost(SECONDS).until(() -> {
            Status.Address back = address(status(0));
            return back.up() && back.downs() == 1 && back.ups() == 1;
        });
        assertEquals("status 200", address(status(0)).reason());
    }

    @Test
    void queriesAreCountedAndListenersAnswer() throws IOException, InterruptedException {
        Asking.ask(nodes.getFirst().dns(), "www.example.com", "198.51.100.0/24", true);
        HttpResponse<String> health = page(0, "/healthz");
        assertEquals(200, health.statusCode(), health.body());
        assertEquals("ok\n", health.body());
        String listener = "127.0.0.1:" + nodes.getFirst().dns().getPort();
        String scraped = page(0, "/metrics").body();
        assertTrue(
                scraped.lines()
                        .anyMatch(line -> line.matches("proxima_dns_responses_total\\{listener=\"" + listener
                                + "\",rcode=\"NOERROR\",transport=\"tcp\"} [1-9].*")),
                scraped);
        // The liveness query is for the root, which is not served.
        assertTrue(
                scraped.lines()
                        .anyMatch(line -> line.matches("proxima_dns_responses_total\\{listener=\"" + listener
                                + "\",rcode=\"REFUSED\",transport=\"udp\"} [1-9].*")),
                scraped);
        assertTrue(scraped.contains("# TYPE jvm_memory_used_bytes gauge"), scraped);
    }

    @Test
    void whoCannotBeAskedAndWhatIsNotThereIsSaid() throws IOException, InterruptedException {
        String nobody = run(1, "status", "--url", "http://127.0.0.1:1");
        assertTrue(nobody.contains("no server answers at http://127.0.0.1:1"), nobody);
        String nowhere = run(2, "status", "--url", control(0).toString(), "--pool", "nowhere");
        assertTrue(nowhere.contains("there is no pool \"nowhere\" (there are example.com./edge, "), nowhere);
        assertTrue(run(2, "status", "--url", "ftp://127.0.0.1").contains("is not http://HOST:PORT"));
        assertTrue(run(2, "status", "--url", "a b").contains("is no URL"));
    }
}
