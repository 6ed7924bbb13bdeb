package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Json;
import io.proxima.store.Checkout;
import io.proxima.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code checkout}: writes the files of a kept release to a folder. */
@Command(
        description = "Write the zones, policies and lines of a kept release to a folder, to get back what was lost.",
        footer = {
            "",
            "RELEASE: at least 4 digits of its hash, current or previous. Databases are not kept and not written.",
            "Example: ./proxima checkout previous lost",
            "Exit codes: 0 written, 1 it is not kept, or the folder is not empty, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class CheckoutCommand implements Callable<Integer> {
    private final Function<@Nullable Path, Optional<ServerConfig>> configs;
    private final Console console;

    @Parameters(index = "0", paramLabel = "RELEASE", description = "Which.")
    private String release = "";

    @Parameters(
            index = "1",
            paramLabel = "DIR",
            description = "A new or empty folder; zones/ and geoip/ are made in it.")
    private Path folder = Path.of("");

    @Option(names = "--config", paramLabel = "FILE", description = "Whose state is read. Default: proxima.yaml.")
    private @Nullable Path config;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    CheckoutCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.configs = configs;
        this.console = console;
    }

    @Override
    public Integer call() {
        return configs.apply(config).map(this::write).orElse(ExitCodes.FAILED);
    }

    /** What is said to programs. */
    private record Written(String release, int files, String folder) {}

    private int write(ServerConfig server) {
        try {
            Checkout written = Checkout.of(server.state(), release, folder);
            if (json) {
                console.say(Json.of(new Written(written.release(), written.files(), folder.toString())));
                return ExitCodes.DONE;
            }
            console.say(written.files() + (written.files() == 1 ? " file" : " files") + " of release "
                    + ReleasesCommand.shorter(written.release()) + " are in " + folder);
            return ExitCodes.DONE;
        } catch (StoreException e) {
            console.warn("proxima checkout: " + e.getMessage());
        } catch (IOException e) {
            console.warn("proxima checkout: " + e);
        }
        return ExitCodes.FAILED;
    }
}
