package io.proxima.probe;

import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of an operator's program, on a thread of its own.
 *
 * <p>No shell, no input, and of the environment nothing but {@code PATH} and what the program is to know. What it prints is
 * read as it comes, and but for the beginning thrown away, so that it never waits for a reader. When its time is over it is
 * killed, and so is whatever it started that is still a descendant of it.
 */
final class ExecAttempt implements Attempt {
    private static final int SHOWN = 120;
    private static final int KEPT_OCTETS = 1024;
    private static final int LOOK_MILLIS = 10;

    private final Loop loop;
    private final Course course;
    private volatile boolean ended;

    /** Starts on the current event loop. */
    ExecAttempt(Vertx vertx, Loop loop, Pair pair, Probe probe, Ask.Exec ask, Listener listener) {
        this.loop = loop;
        this.course = new Course(vertx, probe.check().timeout(), "running", listener, () -> ended = true);
        ProcessBuilder builder = new ProcessBuilder(ask.command()).redirectErrorStream(true);
        environment(builder.environment(), pair, probe);
        Thread.ofPlatform().daemon().name("probe-exec").start(() -> run(builder));
    }

    @Override
    public void abandon() {
        course.abandon();
    }

    private static void environment(Map<String, String> environment, Pair pair, Probe probe) {
        @Nullable String path = environment.get("PATH");
        environment.clear();
        if (path != null) {
            environment.put("PATH", path);
        }
        environment.put("PROXIMA_ADDRESS", probe.address().getHostAddress());
        environment.put("PROXIMA_CHECK", pair.check());
        if (probe.check().port() != 0) {
            environment.put("PROXIMA_PORT", String.valueOf(probe.check().port()));
        }
    }

    private void run(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            try {
                process.getOutputStream().close();
                follow(process);
            } finally {
                kill(process.toHandle());
                process.getInputStream().close();
            }
        } catch (IOException e) {
            loop.run(() ->
                    course.none("this machine cannot run it: " + Words.fit(String.valueOf(e.getMessage()), SHOWN)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            loop.run(course::release);
        }
    }

    private void follow(Process process) throws IOException, InterruptedException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        InputStream output = process.getInputStream();
        byte[] octets = new byte[8192];
        while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) && !ended) {
            drain(output, octets, kept);
        }
        if (!ended) {
            drain(output, octets, kept);
            int code = process.exitValue();
            String line =
                    kept.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
            String reason = "exit " + code + (line.isBlank() ? "" : ": " + Words.fit(line, SHOWN));
            loop.run(() -> {
                if (code == 0) {
                    course.succeed(reason);
                } else {
                    course.fail(reason);
                }
            });
        }
    }

    /** Takes what is there, never waiting for more: a descendant may hold the pipe open for ever. */
    private static void drain(InputStream output, byte[] octets, ByteArrayOutputStream kept) throws IOException {
        int budget = 1024; // a program that prints without end is looked at in between
        for (int there = output.available(); there > 0 && budget-- > 0; there = output.available()) {
            int read = output.read(octets, 0, Math.min(there, octets.length));
            if (read < 0) {
                return;
            }
            kept.write(octets, 0, Math.min(read, KEPT_OCTETS - kept.size()));
        }
    }

    /** The youngest first, so that nobody is orphaned, and thereby lost sight of, while his children still run. */
    private static void kill(ProcessHandle process) {
        process.descendants().toList().reversed().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
