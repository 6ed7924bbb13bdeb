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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code journal}: what changed on this replica, read from its state folder, whether it runs or not. */
@Command(
        description = "Say what changed: verdicts and why, releases, starts and stops.",
        mixinStandardHelpOptions = true)
final class JournalCommand implements Callable<Integer> {
    private final Function<@Nullable Path, Optional<ServerConfig>> configs;
    private final Console console;

    @Option(names = "--config", paramLabel = "FILE", description = "Default: proxima.yaml.")
    private @Nullable Path config;

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

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    JournalCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.configs = configs;
        this.console = console;
    }

    @Override
    public Integer call() {
        Instant from;
        try {
            from = since == null ? Instant.EPOCH : When.parse(since, ZonedDateTime.now(ZoneId.systemDefault()));
        } catch (IllegalArgumentException e) {
            console.warn("proxima journal: --since: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (limit < 1) {
            console.warn("proxima journal: --limit is at least 1");
            return CommandLine.ExitCode.USAGE;
        }
        return configs.apply(config).map(server -> show(server, from)).orElse(CommandLine.ExitCode.SOFTWARE);
    }

    private int show(ServerConfig server, Instant from) {
        try {
            List<JournalRecord> records = new JournalReader(Journal.in(server.state())).since(from, limit);
            if (json) {
                console.say(Json.of(Map.of(
                        "records", records.stream().map(JournalRecord::document).toList())));
            } else {
                records.stream().map(JournalText::of).forEach(console::say);
            }
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            console.warn("proxima journal: the journal in " + Journal.in(server.state()) + " cannot be read: " + e);
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
