package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.JournalText;
import io.proxima.control.Json;
import io.proxima.control.When;
import io.proxima.store.Journal;
import io.proxima.store.JournalReader;
import io.proxima.store.JournalRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code journal}: what changed on a replica, read from its state folder, whether it runs or not, or asked of it. */
@Command(
        description = {
            "Say what changed: verdicts and why, releases, starts and stops.",
            "With --url the server is asked, without the state folder here is read, whether a server runs or not."
        },
        footer = {
            "",
            "Example: ./proxima journal --since -15m",
            "Exit codes: 0 told, 1 the journal cannot be read or the server cannot be asked, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class JournalCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(
            names = "--since",
            paramLabel = "INSTANT",
            description = "2026-11-25T10:42:00+08:00, 10:42 (today) or -15m.")
    private @Nullable String since;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "The last N records. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    JournalCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        Instant from;
        try {
            from = since == null ? Instant.EPOCH : When.parse(since, ZonedDateTime.now(ZoneId.systemDefault()));
        } catch (IllegalArgumentException e) {
            console.warn("proxima journal: --since: " + e.getMessage());
            return ExitCodes.USAGE;
        }
        if (limit < 1) {
            console.warn("proxima journal: --limit is at least 1");
            return ExitCodes.USAGE;
        }
        return remote.named()
                ? asked(from)
                : remote.config().map(server -> read(server, from)).orElse(ExitCodes.FAILED);
    }

    private int asked(Instant from) {
        Query path = new Query("/v1/journal")
                .with("since", since == null ? null : from)
                .with("limit", limit);
        return remote.ask("journal", console, client -> {
            JsonNode document = console.during("reading the journal", _ -> client.get(path.toString()));
            if (!document.path("records").isArray()) {
                console.warn("proxima journal: what answers at " + client.base() + " is no Proxima");
                return ExitCodes.FAILED;
            }
            return json
                    ? say(document)
                    : told(document.path("records")
                            .valueStream()
                            .flatMap(record -> JournalRecord.read(record).stream())
                            .toList());
        });
    }

    private int read(ServerConfig server, Instant from) {
        try {
            return told(console.during(
                    "reading the journal", _ -> new JournalReader(Journal.in(server.state())).since(from, limit)));
        } catch (IOException e) {
            console.warn("proxima journal: the journal in " + Journal.in(server.state()) + " cannot be read: " + e);
            return ExitCodes.FAILED;
        }
    }

    private int told(List<JournalRecord> records) {
        if (json) {
            return say(Map.of(
                    "records", records.stream().map(JournalRecord::document).toList()));
        }
        records.stream().map(JournalText::of).forEach(console::say);
        return ExitCodes.DONE;
    }

    private int say(Object document) {
        console.say(Json.of(document));
        return ExitCodes.DONE;
    }
}
