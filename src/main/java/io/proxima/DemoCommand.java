package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseReader;
import io.proxima.cli.Console;
import io.proxima.cli.Starters;
import io.proxima.config.ServerConfig;
import io.proxima.demo.Demo;
import io.proxima.demo.DemoReplica;
import io.proxima.demo.Edge;
import io.proxima.demo.Launch;
import io.proxima.demo.Stage;
import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import io.proxima.policy.Check;
import io.proxima.source.Findings;
import io.proxima.steer.PlanAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** {@code demo}: sets the stage from the files that ship, and runs it. */
final class DemoCommand {
    private static final long SEED = 1;
    private static final String CONTROL_HOST = "127.0.1.1";
    /** After a first failure the next probe follows within a second. */
    private static final Duration NEXT_PROBE = Duration.ofSeconds(1);

    private final Path home;

    /**
     * @param home the folder of what ships
     */
    DemoCommand(Path home) {
        this.home = home;
    }

    /** Runs the demo until it is told to end; gives the exit code. */
    int run(Starters.DemoOptions options, Console console) {
        Findings findings = new Findings();
        Optional<ServerConfig> shipped = ServerConfig.read(home.resolve("proxima.yaml"), findings);
        if (shipped.isEmpty()) {
            console.report(findings);
            return 1;
        }
        try {
            DemoFiles files = new DemoFiles(Files.createTempDirectory("proxima-demo"), shipped.get());
            try {
                Optional<Stage> stage = stage(options, shipped.get(), files, findings);
                console.report(findings);
                return stage.isPresent() && play(stage.get(), files, console) ? 0 : 1;
            } finally {
                files.delete();
            }
        } catch (IOException e) {
            console.warn("proxima demo: " + e.getMessage());
            return 1;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Sets the stage; empty where the files that ship have errors. */
    private static Optional<Stage> stage(
            Starters.DemoOptions options, ServerConfig shipped, DemoFiles files, Findings findings) throws IOException {
        Path zones = options.edgePort() == 0 ? shipped.zones() : files.zonesWithPort(options.edgePort());
        List<DemoFiles.Node> nodes = files.replicas(zones, options.replicas(), options.port());
        Optional<ServerConfig> first = ServerConfig.read(nodes.getFirst().config(), findings);
        Optional<Release> release = first.flatMap(config -> new ReleaseReader(Setup.filesOf(config)).read(findings));
        if (release.isEmpty()) {
            return Optional.empty();
        }
        Catalog catalog = new CatalogCompiler().compile(release.get());
        List<Edge> edges = edges(catalog);
        int lowest = edges.stream()
                .mapToInt(edge -> edge.socketAddress().getPort())
                .min()
                .orElse(1);
        return Optional.of(new Stage(
                edges,
                new InetSocketAddress(CONTROL_HOST, lowest - 1),
                nodes.stream().map(DemoCommand::replica).toList(),
                new DemoGuide(release.get(), catalog, nodes.getFirst().dns(), SEED).lines(),
                zones));
    }

    private static DemoReplica replica(DemoFiles.Node node) {
        return new DemoReplica(node.name(), node.dns(), Launch.serve(Main.class.getName(), node.config()));
    }

    /** An edge for every address of this machine's that a check asks. */
    static List<Edge> edges(Catalog catalog) {
        Map<InetSocketAddress, Edge> edges = new LinkedHashMap<>();
        catalog.pools().stream().flatMap(pool -> pool.addresses().stream()).forEach(address -> {
            if (address.pair() == null || !address.address().isLoopbackAddress()) {
                return;
            }
            for (Pair pair : catalog.derived().probed(address.pair())) {
                Check check = Objects.requireNonNull(catalog.checks().get(pair));
                if (check.port() == 0) {
                    continue;
                }
                edges.computeIfAbsent(
                        new InetSocketAddress(address.address(), check.port()), at -> edge(address, at, check));
            }
        });
        return List.copyOf(edges.values());
    }

    private static Edge edge(PlanAddress address, InetSocketAddress at, Check check) {
        return new Edge(
                address.member(),
                at,
                check.ask() instanceof Ask.Http http ? http.path() : "/",
                check.every().multipliedBy(check.fall()).plus(NEXT_PROBE),
                check.every().multipliedBy(check.rise()).plus(NEXT_PROBE));
    }

    /** Runs it until it is told to end, by a command or by a signal; gives whether all started. */
    private static boolean play(Stage stage, DemoFiles files, Console console)
            throws IOException, InterruptedException {
        Demo demo = new Demo(stage, console.out(), console.err());
        Thread onSignal = Thread.ofPlatform().name("stop").unstarted(() -> {
            demo.close();
            files.delete();
            Runtime.getRuntime().halt(0);
        });
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            return demo.run(System.in);
        } finally {
            demo.close();
            withdraw(onSignal);
        }
    }

    /** Takes the hook back, so that the exit code is the caller's; where a signal came first, the hook has the last word. */
    @SuppressWarnings("EmptyCatch") // nothing is wrong and nothing to be done: the process is ending
    private static void withdraw(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
        }
    }
}
