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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators tell one of three processes, over the zone that ships, and what is left of it when all are killed. */
class OverridesIT {
    private static final String WWW = "www.example.com";
    private static final String SHANGHAI = "198.51.100.0/24";
    private static final Set<String> BOTH = Set.of("127.0.1.11", "127.0.1.12");
    private static final Set<String> SECOND = Set.of("127.0.1.12");
    private static final Duration JOINED_WITHIN = Duration.ofSeconds(60);
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private final List<Program> programs = new ArrayList<>();
    private List<DemoFiles.Node> nodes = List.of();
    private Edges edges = new Edges(List.of());

    @BeforeEach
    void start() throws IOException {
        Findings findings = new Findings();
        ServerConfig shipped = ServerConfig.read(Program.HOME.resolve("proxima.yaml"), findings)
                .orElseThrow();
        DemoFiles files = new DemoFiles(folder, shipped);
        nodes = files.replicas(files.zonesWithPort(Asking.freePort()), 3, Asking.freePort());
        ServerConfig first =
                ServerConfig.read(nodes.getFirst().config(), findings).orElseThrow();
        Release release = new ReleaseReader(Setup.filesOf(first)).read(findings).orElseThrow();
        edges = new Edges(DemoCommand.edges(new CatalogCompiler().compile(release)));
        edges.startAll();
        serveAll();
    }

    @AfterEach
    void stop() {
        programs.forEach(Program::close);
        edges.close();
    }

    private void serveAll() throws IOException {
        programs.clear();
        for (DemoFiles.Node node : nodes) {
            programs.add(Program.run("serve", "--config", node.config().toString()));
        }
        programs.forEach(program -> program.awaitOut("ready dns=.*"));
        programs.forEach(program -> program.awaitErr("cluster: ns\\d joined", JOINED_WITHIN));
    }

    private void killAll() throws InterruptedException {
        for (Program program : programs) {
            program.kill();
        }
        programs.clear();
    }

    /** Runs a command at the server of a node's configuration; gives what it prints, all of it. */
    private String command(int node, int exitCode, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", nodes.get(node).config().toString()));
        try (Program program = Program.run(all.toArray(String[]::new))) {
            assertEquals(exitCode, program.awaitEnd(), () -> program.out() + " " + program.err());
            return String.join("\n", program.out()) + String.join("\n", program.err());
        }
    }

    private Set<String> answer(int node) throws IOException {
        return Asking.addresses(nodes.get(node).dns(), WWW, SHANGHAI);
    }

    private void allAnswer(Set<String> addresses) {
        await().atMost(TOLD_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> answer(0).equals(addresses)
                        && answer(1).equals(addresses)
                        && answer(2).equals(addresses));
    }

    private void isKept(int node, String text) {
        await().atMost(TOLD_WITHIN)
                .until(() -> Files.readString(folder.resolve(nodes.get(node).name() + "/overrides"))
                        .contains(text));
    }

    @Test
    void whatOneIsToldAllDoAndKeepThoughAllAreKilled() throws IOException, InterruptedException {
        allAnswer(BOTH);
        command(0, 0, "drain", "edge/sh-cu-1", "--why", "kernel updates");
        assertEquals(SECOND, answer(0), "in force when it is acknowledged");
        assertTrue(Files.readString(folder.resolve("ns1/overrides")).contains("kernel updates"));
        allAnswer(SECOND);
        String why = command(0, 0, "explain", WWW, "--client", SHANGHAI);
        assertTrue(why.contains("- sh-cu-1 127.0.1.11: drained by ") && why.contains(": kernel updates"), why);
        String refused = command(2, 3, "drain", "sh-cu-*");
        assertTrue(refused.contains("pool downloads of example.com. would have 0 of 2 members up"), refused);
        allAnswer(SECOND);

        isKept(1, "kernel updates");
        isKept(2, "kernel updates");
        killAll();

        // One that was not told itself, alone: the first answer is as it was.
        programs.add(Program.serve(nodes.get(1).config()));
        assertEquals(SECOND, answer(1));
        killAll();

        serveAll();
        allAnswer(SECOND);
        command(2, 0, "undrain", "sh-cu-1");
        killAll(); // at once: only the one that was told is sure to have it on its disk
        programs.add(Program.serve(nodes.get(2).config()));
        assertEquals(BOTH, answer(2));
        killAll();
        serveAll();
        allAnswer(BOTH);
    }
}
