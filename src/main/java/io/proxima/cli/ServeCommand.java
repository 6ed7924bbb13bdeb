package io.proxima.cli;

import io.proxima.config.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: answers until it is told to stop. */
@Command(
        description = {
            "Serve zones until told to stop.",
            "It prints one line when it answers; SIGTERM and Ctrl-C end it once what was received is answered."
        },
        footer = {
            "",
            "Example: ./proxima serve --config proxima.yaml",
            "Exit codes: 0 told to stop, 1 a file is wrong or an address cannot be listened on, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private final Function<@Nullable Path, Optional<ServerConfig>> configs;
    private final Starters starters;
    private final Console console;

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration. Default: proxima.yaml.")
    private @Nullable Path config;

    ServeCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Starters starters, Console console) {
        this.configs = configs;
        this.starters = starters;
        this.console = console;
    }

    @Override
    public Integer call() {
        return call(config);
    }

    /** Serves by a configuration, or where it is null by the one that is found. */
    int call(@Nullable Path named) {
        return configs.apply(named)
                .map(server -> starters.server().serve(server, console))
                .orElse(ExitCodes.FAILED);
    }
}
