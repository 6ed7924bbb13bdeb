package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Json;
import io.proxima.store.Archive;
import io.proxima.store.Restore;
import io.proxima.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code restore}: puts a backup in place of a state folder that no server runs on. */
@Command(
        description = "Verify a backup whole, then put it in place of the state folder, with the server stopped.",
        footer = {
            "",
            "Files of zones and lines are not touched: proxima checkout writes those of a release to a folder.",
            "Example: ./proxima restore --verify /var/backups/proxima",
            "Exit codes: 0 done, 1 the backup is damaged or cannot be written, 2 the command line is wrong,",
            "3 refused: a server runs on the state folder, or it is not empty. Nothing is changed but with 0."
        },
        mixinStandardHelpOptions = true)
final class RestoreCommand implements Callable<Integer> {
    private final Function<@Nullable Path, Optional<ServerConfig>> configs;
    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "FILE|DIR",
            description = "The backup; of a folder, the newest proxima-NODE-TIME.tar in it.")
    private Path from = Path.of("");

    @Option(names = "--config", paramLabel = "FILE", description = "Whose state is replaced. Default: proxima.yaml.")
    private @Nullable Path config;

    @Option(names = "--into", paramLabel = "DIR", description = "The folder to restore to, in place of that.")
    private @Nullable Path into;

    @Option(names = "--force", description = "Where the folder is not empty, set it aside as DIR.before-TIME.")
    private boolean force;

    @Option(names = "--verify", description = "Only verify the backup; nothing is written.")
    private boolean verify;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    RestoreCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.configs = configs;
        this.console = console;
    }

    @Override
    public Integer call() {
        Path state = into;
        if (state == null && !verify) {
            Optional<ServerConfig> read = configs.apply(config);
            if (read.isEmpty()) {
                return ExitCodes.FAILED;
            }
            state = read.get().state();
        }
        try {
            Archive archive = verified();
            ArchiveFacts facts = ArchiveFacts.of(archive);
            if (state == null) {
                console.say(json ? Json.of(facts) : facts.file() + " is whole: " + facts.summary());
                return ExitCodes.DONE;
            }
            return restore(archive, facts, new Restore(state, Instant.now()));
        } catch (StoreException e) {
            console.warn("proxima restore: " + e.getMessage());
        } catch (IOException e) {
            console.warn("proxima restore: " + e);
        }
        return ExitCodes.FAILED;
    }

    private Archive verified() throws IOException, StoreException {
        try (Progress _ = console.waiting("verifying the backup")) {
            return Archive.verify(Files.isDirectory(from) ? newest(from) : from);
        }
    }

    private int restore(Archive archive, ArchiveFacts facts, Restore restore) throws IOException, StoreException {
        Optional<String> inTheWay = restore.inTheWay(force);
        if (inTheWay.isPresent()) {
            console.warn("proxima restore: " + inTheWay.get());
            return ExitCodes.REFUSED;
        }
        Path aside = put(archive, restore);
        if (json) {
            console.say(Json.of(facts.restored(restore.state().toString(), aside == null ? null : aside.toString())));
            return ExitCodes.DONE;
        }
        console.say("restored to " + restore.state() + ": " + facts.summary());
        if (aside != null) {
            console.say("what was there is " + aside);
        }
        return ExitCodes.DONE;
    }

    private @Nullable Path put(Archive archive, Restore restore) throws IOException, StoreException {
        try (Progress _ = console.waiting("restoring")) {
            return restore.from(archive);
        }
    }

    private static Path newest(Path folder) throws IOException, StoreException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> time(file).matches("\\d{8}T\\d{6}Z"))
                    .max(Comparator.comparing(RestoreCommand::time))
                    .orElseThrow(() -> Archive.none(folder));
        }
    }

    private static String time(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("^proxima-.*-([0-9TZ]+)\\.tar$", "$1");
    }
}
