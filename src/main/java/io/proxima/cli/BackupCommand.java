package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlException;
import io.proxima.control.Json;
import io.proxima.store.Archive;
import io.proxima.store.Backup;
import io.proxima.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup}: writes what is kept in the state folder, or what a server with {@code --url} keeps, to one file. */
@Command(
        description =
                "Write a backup: releases, overrides, verdicts, journal; no secrets, no databases. A running server is fine.",
        footer = {
            "",
            "The file is verified before it gets its name, and only its owner can read it.",
            "Example: ./proxima backup /var/backups/proxima",
            "Exit codes: 0 written, 1 it failed and nothing is there, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
    private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(10);

    private final Console console;

    @Mixin
    private final Remote remote;

    @Parameters(
            index = "0",
            paramLabel = "FILE|DIR",
            description = "Where to; in a folder the file is called proxima-NODE-TIME.tar.")
    private Path to = Path.of("");

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    BackupCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!remote.named()) {
            return remote.config().map(this::here).orElse(ExitCodes.FAILED);
        }
        return remote.ask("backup", console, client -> {
            String host = String.valueOf(client.base().getHost());
            return say(() -> Backup.<ControlException>whole(
                    target(new Backup(Path.of(""), host, Instant.now())),
                    file -> client.fetch("/v1/backup", file, WRITTEN_WITHIN)));
        });
    }

    private int here(ServerConfig config) {
        Backup backup = new Backup(config.state(), config.node(), Instant.now());
        try {
            return say(() -> backup.to(target(backup)));
        } catch (ControlException e) {
            throw new IllegalStateException("no server is asked", e);
        }
    }

    private Path target(Backup backup) {
        return Files.isDirectory(to) ? to.resolve(backup.fileName()) : to;
    }

    /** Writes an archive. */
    @FunctionalInterface
    private interface Writing {
        Archive write() throws IOException, StoreException, ControlException;
    }

    private Archive written(Writing writing) throws IOException, StoreException, ControlException {
        try (Progress _ = console.waiting("writing the backup")) {
            return writing.write();
        }
    }

    private int say(Writing writing) throws ControlException {
        try {
            ArchiveFacts archive = ArchiveFacts.of(written(writing));
            console.say(json ? Json.of(archive) : archive.file() + ": " + archive.summary());
            if (!archive.activeKept()) {
                console.warn(
                        "proxima backup: the release in force, " + ReleasesCommand.shorter(archive.active())
                                + ", is not in it: its files are too large to be kept; keep the folders of zones and lines, too");
            }
            return ExitCodes.DONE;
        } catch (StoreException e) {
            console.warn("proxima backup: " + e.getMessage());
        } catch (IOException e) {
            console.warn("proxima backup: it cannot be written: " + e);
        }
        return ExitCodes.FAILED;
    }
}
