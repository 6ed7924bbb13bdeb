package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseReader;
import io.proxima.config.ServerConfig;
import io.proxima.demo.Edges;
import io.proxima.source.Findings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** A cluster of three processes over the zone that ships, and edges that stop and start. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreeReplicasIT {
    private static final String WWW = "www.example.com";
    private static final String SHANGHAI = "198.51.100.0/24";
    private static final Set<String> BOTH = Set.of("127.0.1.11", "127.0.1.12");
    private static final Set<String> SECOND = Set.of("127.0.1.12");
    private static final Duration JOINED_WITHIN = Duration.ofSeconds(40);

    private final List<Program> programs = new ArrayList<>();
    private List<DemoFiles.Node> nodes = List.of();
    private Path state = Path.of("");
    private Edges edges = new Edges(List.of());

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        Findings findings = new Findings();
        ServerConfig shipped = ServerConfig.read(Program.HOME.resolve("proxima.yaml"), findings)
                .orElseThrow();
        DemoFiles files = new DemoFiles(folder, shipped);
        state = folder.resolve("ns2/verdicts");
        nodes = files.replicas(files.zonesWithPort(Asking.freePort()), 3, Asking.freePort());
        ServerConfig first =
                ServerConfig.read(nodes.getFirst().config(), findings).orElseThrow();
        Release release = new ReleaseReader(Setup.filesOf(first)).read(findings).orElseThrow();
        edges = new Edges(DemoCommand.edges(new CatalogCompiler().compile(release)));
        edges.startAll();
        for (DemoFiles.Node node : nodes) {
            programs.add(Program.run("serve", "--config", node.config().toString()));
        }
        programs.forEach(program -> program.awaitOut("ready dns=.*"));
        programs.forEach(program -> program.awaitErr("cluster: ns\\d joined", JOINED_WITHIN));
    }

    @AfterAll
    void stop() {
        programs.forEach(Program::close);
        edges.close();
    }

    @Test
    void everyReplicaAnswersAlikeOverUdpAndTcp() throws IOException, InterruptedException {
        for (DemoFiles.Node node : nodes) {
            for (boolean tcp : new boolean[] {false, true}) {
                Message response = Asking.ask(node.dns(), WWW, SHANGHAI, tcp);
                assertEquals(Rcode.NOERROR, response.getRcode());
                assertEquals(BOTH, Asking.addresses(response), node.name());
            }
            for (Set<String> given : Asking.withTools(node.dns(), WWW, SHANGHAI)) {
                assertEquals(BOTH, given, node.name());
            }
        }
    }

    @Test
    void stoppedEdgeLeavesEveryAnswerInTimeAndComesBack() {
        Duration down = edges.stop("sh-cu-1");
        await().atMost(down).pollInterval(Duration.ofMillis(50)).until(() -> allAnswer(SECOND));

        Duration up = start("sh-cu-1");
        await().atMost(up).pollInterval(Duration.ofMillis(50)).until(() -> allAnswer(BOTH));
    }

    @Test
    void killedReplicaCostsNoQueryAndKnowsWhatIsDownWhenItIsBack() throws IOException, InterruptedException {
        edges.stop("sh-cu-1");
        await().atMost(Duration.ofSeconds(10)).until(() -> allAnswer(SECOND));

        // A verdict is on disk within a second; what is younger, the others tell.
        await().until(() -> Files.readString(state).contains("down"));

        try (var client = new Client(List.of(nodes.get(0).dns(), nodes.get(2).dns()))) {
            await().until(() -> client.asked.get() > 20);
            programs.get(1).kill();
            int before = client.asked.get();
            // Longer than the others need to notice: the cluster's own patience is 5 s.
            await().during(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(8)).until(() -> client.lost.get() == 0);
            assertTrue(client.asked.get() > before + 20, "the others were not asked meanwhile");

            programs.set(1, Program.serve(nodes.get(1).config()));
            assertEquals(SECOND, Asking.addresses(nodes.get(1).dns(), WWW, SHANGHAI));
            programs.get(1).awaitErr("cluster: ns2 joined", JOINED_WITHIN);
            assertEquals(SECOND, Asking.addresses(nodes.get(1).dns(), WWW, SHANGHAI));
            assertEquals(0, client.lost.get());
        }

        start("sh-cu-1");
        await().atMost(Duration.ofSeconds(10)).until(() -> allAnswer(BOTH));
    }

    private Duration start(String edge) {
        try {
            return edges.start(edge);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private boolean allAnswer(Set<String> addresses) throws IOException {
        for (DemoFiles.Node node : nodes) {
            if (!Asking.addresses(node.dns(), WWW, SHANGHAI).equals(addresses)) {
                return false;
            }
        }
        return true;
    }

    /** Asks servers in turn until it is closed, each query once. */
    private static final class Client implements AutoCloseable {
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger lost = new AtomicInteger();
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Thread thread;

        Client(List<InetSocketAddress> servers) {
            thread = Thread.ofPlatform().start(() -> {
                while (!ended.get()) {
                    InetSocketAddress server = servers.get(asked.incrementAndGet() % servers.size());
                    try {
                        if (Asking.addresses(server, WWW, SHANGHAI).isEmpty()) {
                            lost.incrementAndGet();
                        }
                    } catch (IOException e) {
                        lost.incrementAndGet();
                    }
                }
            });
        }

        @Override
        public void close() {
            ended.set(true);
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
