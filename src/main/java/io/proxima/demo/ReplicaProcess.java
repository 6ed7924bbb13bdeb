package io.proxima.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** A replica's process; its log is passed on with its name in front. */
final class ReplicaProcess {
    /** Date, zone and fractions say nothing to who is watching. */
    private static final Pattern TIMESTAMP = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT(\\d\\d:\\d\\d:\\d\\d)\\S*");

    private final DemoReplica replica;
    private final Process process;
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    /** Starts it. */
    ReplicaProcess(DemoReplica replica, PrintWriter log) throws IOException {
        this.replica = replica;
        // The pipe to its standard input stays open as long as this process lives, however that ends.
        this.process = new ProcessBuilder(replica.command()).start();
        follow(process.getInputStream(), line -> {
            if (line.startsWith("ready ")) {
                ready.complete(true);
            }
        });
        follow(process.getErrorStream(), line -> tell(line, log));
        var _ = process.onExit().thenRun(() -> ready.complete(false));
    }

    private void follow(InputStream stream, Consumer<String> take) {
        Thread.ofPlatform().name(replica.node()).daemon().start(() -> {
            try (var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                lines.lines().forEach(take);
            } catch (IOException | java.io.UncheckedIOException _) {
                ready.complete(false); // it has ended, and its pipe with it
            }
        });
    }

    /** Where in the code something went wrong is left out here. */
    private void tell(String line, PrintWriter log) {
        if (!line.startsWith("\tat ")) {
            log.println(replica.node() + "  " + TIMESTAMP.matcher(line).replaceFirst("$1"));
        }
    }

    DemoReplica replica() {
        return replica;
    }

    long pid() {
        return process.pid();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Whether it answers, or false when it ended before it did. */
    CompletableFuture<Boolean> ready() {
        return ready;
    }

    /** Its exit code, when it has ended. */
    CompletableFuture<Integer> ended() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Asks it to end; {@link #end} waits for that. */
    void stop() {
        process.destroy();
    }

    /** Ends it, by force if it does not end in time. */
    void end(long seconds) {
        process.destroy();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
