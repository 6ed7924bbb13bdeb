package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.ControlException;
import io.proxima.control.JournalText;
import io.proxima.control.ProblemException;
import io.proxima.control.When;
import io.proxima.store.JournalRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code events}: what changes on a running server, a line each, as it changes. */
@Command(
        description = "Say what changes, as it changes: verdicts and why, overrides, releases.",
        footer = {
            "",
            "Where the server restarts, it is asked again, and what was missed comes first.",
            "Exit codes: 0 N were told, 1 nobody answers, 2 the command line is wrong, 130 Ctrl-C, 141 nobody reads it."
        },
        mixinStandardHelpOptions = true)
final class EventsCommand implements Callable<Integer> {
    private static final Duration SILENT_AT_MOST = Duration.ofSeconds(45);
    private static final long FIRST_WAIT_MILLIS = 250;
    private static final long LONGEST_WAIT_MILLIS = 8_000;

    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(
            names = "--pool",
            paramLabel = "POOL",
            description = "Of verdicts and overrides, those of POOL or ZONE/POOL.")
    private @Nullable String pool;

    @Option(
            names = "--kinds",
            paramLabel = "KINDS",
            description = "verdict, moving, override, release, refused, start, stop, lost. Default: all.")
    private @Nullable String kinds;

    @Option(
            names = "--since",
            paramLabel = "INSTANT",
            description = "2026-11-25T10:42:00+08:00, 10:42 (today) or -15m. Default: from now on.")
    private @Nullable String since;

    @Option(names = "--limit", paramLabel = "N", description = "End after N events. Default: never.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--json", description = "One JSON document a line.")
    private boolean json;

    /** How far the server has been heard. */
    private String lastId = "";

    private boolean connected;
    private int told;

    EventsCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        String path;
        try {
            path = path();
        } catch (IllegalArgumentException e) {
            console.warn("proxima events: --since: " + e.getMessage());
            return ExitCode.USAGE;
        }
        if (limit < 1) {
            console.warn("proxima events: --limit is at least 1");
            return ExitCode.USAGE;
        }
        return remote.ask("events", console, client -> follow(client, path));
    }

    private String path() {
        StringBuilder path = new StringBuilder("/v1/events?");
        if (kinds != null) {
            path.append("kinds=").append(escaped(kinds)).append('&');
        }
        if (pool != null) {
            path.append("pool=").append(escaped(pool)).append('&');
        }
        if (since != null) {
            path.append("since=")
                    .append(escaped(When.parse(since, ZonedDateTime.now(ZoneId.systemDefault()))
                            .toString()));
        }
        return path.toString();
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Until enough is printed, or nobody reads it. */
    private int follow(ControlClient client, String path) throws ControlException {
        long waitMillis = FIRST_WAIT_MILLIS;
        while (true) {
            String before = lastId;
            boolean again = connected;
            String why = "the server ended it";
            try {
                if (listen(client, path)) {
                    return ExitCode.OK;
                }
            } catch (ProblemException e) {
                if (!again || e.problem().status() != 503) {
                    throw e;
                }
                why = e.problem().detail();
            } catch (ControlException e) {
                if (!again) {
                    throw e;
                }
                why = String.valueOf(e.getMessage());
            } catch (IOException e) {
                why = "the connection broke";
            }
            waitMillis = before.equals(lastId) ? Math.min(2 * waitMillis, LONGEST_WAIT_MILLIS) : FIRST_WAIT_MILLIS;
            console.warn("proxima events: " + why + "; asking again in " + waitMillis + " ms");
            pause(waitMillis);
        }
    }

    private static void pause(long millis) throws ControlException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted", e);
        }
    }

    /** Prints events until the stream ends; gives whether no more are wanted. */
    private boolean listen(ControlClient client, String path) throws IOException {
        try (InputStream stream = client.events(path, lastId);
                Watch watch = new Watch(stream);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            connected = true;
            String id = lastId;
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                watch.heard();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                } else if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        console.say(json ? data : text(data));
                        data = "";
                        told++;
                    }
                    lastId = id; // only what is whole
                    if (told >= limit || console.out().checkError()) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    private static String text(String data) {
        JsonNode said = JsonMapper.shared().readTree(data);
        return JournalRecord.read(said)
                .map(JournalText::of)
                .orElseGet(() -> said.path("kind").asString("").equals("gap")
                        ? "%-29s %-10s records %d to %d cannot be told any more"
                                .formatted(
                                        "",
                                        "gap",
                                        said.path("from").asLong(),
                                        said.path("to").asLong())
                        : data);
    }

    /** Closes a stream on which not even heartbeats come. */
    private static final class Watch implements AutoCloseable {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile long heardNanos = System.nanoTime();

        Watch(InputStream stream) {
            Thread.ofPlatform().name("silence").daemon().start(() -> watch(stream));
        }

        void heard() {
            heardNanos = System.nanoTime();
        }

        private void watch(InputStream stream) {
            try (stream) {
                while (!ended.await(1, TimeUnit.SECONDS)) {
                    if (System.nanoTime() - heardNanos > SILENT_AT_MOST.toNanos()) {
                        return;
                    }
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                heardNanos = 0; // it is closed by now anyway
            }
        }

        @Override
        public void close() {
            ended.countDown();
        }
    }
}
