package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.proxima.demo.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A process of the packaged program, with what it has written so far. */
final class Program implements AutoCloseable {
    static final Path HOME =
            Path.of(System.getProperty("proxima.home", ".")).toAbsolutePath().normalize();
    private static final Duration READY_WITHIN = Duration.ofSeconds(40);
    private static final long END_WITHIN_SECONDS = 20;

    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final List<Thread> readers;

    private Program(Process process) {
        this.process = process;
        this.readers = List.of(reader(process.getInputStream(), out), reader(process.getErrorStream(), err));
    }

    /** Runs a command as {@code ./proxima} does; a {@code serve} that is left behind ends with this process. */
    static Program run(String... arguments) throws IOException {
        return run(
                HOME.resolve("target/proxima.jar"), List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"), arguments);
    }

    private static Program run(Path jar, List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(options);
        command.addAll(
                List.of("-Dproxima.home=" + HOME, "-D" + Launch.ENDS_WITH_INPUT + "=true", "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return new Program(new ProcessBuilder(command).directory(HOME.toFile()).start());
    }

    /** Runs {@code serve}; gives it when it answers. */
    static Program serve(Path config) throws IOException {
        return ready(run("serve", "--config", config.toString()));
    }

    /** Runs a jar's {@code serve} with the options that an operator's has and some more; gives it when it answers. */
    static Program serve(Path config, Path jar, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("@" + HOME.resolve(".mvn/serve.jvm")));
        all.addAll(List.of(options));
        return ready(run(jar, all, "serve", "--config", config.toString()));
    }

    private static Program ready(Program program) {
        program.awaitOut("ready dns=.*");
        return program;
    }

    private static Thread reader(InputStream stream, List<String> lines) {
        return Thread.ofPlatform().daemon().start(() -> {
            try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add("(the pipe broke: " + e.getMessage() + ")");
            }
        });
    }

    List<String> out() {
        return out;
    }

    List<String> err() {
        return err;
    }

    /** Waits for a line of the standard output, from the first on. */
    void awaitOut(String pattern) {
        await().atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> line(out, pattern).isPresent() || !process.isAlive());
        if (!process.isAlive()) {
            finish();
        }
        assertTrue(line(out, pattern).isPresent(), () -> "it ended before " + pattern + ": " + out + err);
    }

    /** Waits for a line of the standard error, from the first on. */
    void awaitErr(String pattern, Duration atMost) {
        await().atMost(atMost)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> line(err, pattern).isPresent());
    }

    private static Optional<String> line(List<String> lines, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return lines.stream().filter(line -> compiled.matcher(line).find()).findFirst();
    }

    /** Waits for its end; gives the exit code, everything it wrote having been read. */
    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            fail("still running: " + out + err);
        }
        finish();
        return process.exitValue();
    }

    private void finish() {
        for (Thread reader : readers) {
            try {
                reader.join(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL; gives when it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM, and SIGKILL where that is not enough. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
