package io.proxima.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The running demo: edges in this process, replicas in processes of their own, and what to try with them.
 *
 * <p>It ends when it is told to, not with its input; a replica that ends meanwhile is for whoever watches to see.
 */
public final class Demo implements AutoCloseable {
    private final Stage stage;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Edges edges;
    private final Replicas replicas;
    private final CountDownLatch quit = new CountDownLatch(1);
    private volatile @Nullable DemoControl control;

    /**
     * @param out what to try; kept readable
     * @param err the replicas' logs
     */
    public Demo(Stage stage, PrintWriter out, PrintWriter err) {
        this.stage = stage;
        this.out = out;
        this.err = err;
        this.edges = new Edges(stage.edges());
        this.replicas = new Replicas(stage.replicas(), err);
    }

    /**
     * Starts everything, says what to try, and takes commands until one is {@code quit}.
     *
     * @param typed commands, a line each; its end ends nothing
     * @return whether all started
     * @throws IOException if something cannot be started; {@link #close} ends the rest
     */
    public boolean run(InputStream typed) throws IOException, InterruptedException {
        for (DemoReplica replica : stage.replicas()) {
            Ports.requireFree(replica.dns());
        }
        edges.startAll();
        Commands commands = new Commands(edges, replicas, quit::countDown);
        control = new DemoControl(stage.control(), commands);
        List<String> missing = replicas.startAll();
        if (!missing.isEmpty()) {
            err.println("proxima demo: " + String.join(", ", missing) + " did not start");
            return false;
        }
        say();
        Thread.ofPlatform().name("typed").daemon().start(() -> take(typed, commands));
        quit.await();
        return true;
    }

    private void say() {
        String url = "http://" + stage.control().getAddress().getHostAddress() + ":"
                + stage.control().getPort();
        String edge = stage.edges().getFirst().name();
        replicas.lines().forEach(out::println);
        out.println();
        out.println("Each asks as a client of that subnet would; behind the arrow, the addresses that may come:");
        stage.guide().forEach(out::println);
        out.println();
        out.println("Stop an edge and ask again. Typed here, or from a script:");
        out.printf("stop %-10s curl -X POST %s/stop/%s%n", edge, url, edge);
        out.printf("start %-9s curl -X POST %s/start/%s%n", edge, url, edge);
        out.printf("%-15s curl %s/%n", "edges", url);
        out.println("quit");
        out.println();
        out.println("An edit of the files in " + stage.zones().toAbsolutePath().normalize() + " is served within 2 s.");
        out.flush();
    }

    private void take(InputStream typed, Commands commands) {
        try (var lines = new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    out.println(commands.run(line).text());
                    out.flush();
                }
            }
        } catch (IOException _) {
            err.println("proxima demo: nothing more can be typed; commands by HTTP are taken");
        }
    }

    /** Ends the replicas and the edges; what is not running may be closed too. */
    @Override
    public void close() {
        DemoControl listening = control;
        if (listening != null) {
            listening.close();
        }
        replicas.close();
        edges.close();
    }
}
