package io.proxima.cli;

import io.proxima.config.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}: why a question is answered as it is. */
@Command(
        description = "Say why a question is answered as it is: zone, client, lines, pools, chances, TTL and scope.",
        footer =
                "Exit codes: 0 explained, 1 the files have errors or nothing is known of then, 2 the command line is wrong.",
        mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
    private final Function<@Nullable Path, Optional<ServerConfig>> configs;
    private final Starters starters;
    private final Console console;

    @Option(names = "--config", paramLabel = "FILE", description = "Default: proxima.yaml.")
    private @Nullable Path config;

    @Option(names = "--client", paramLabel = "PREFIX", description = "The client subnet that the query carries.")
    private @Nullable String client;

    @Option(
            names = "--resolver",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Who asks. Default: ${DEFAULT-VALUE}.")
    private String resolver = "";

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "As of then, by the journal: 2026-11-25T10:42:00+08:00, 10:42 (today) or -15m.")
    private @Nullable String at;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    @Parameters(index = "0", paramLabel = "NAME", description = "Any name, steered or not.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "TYPE",
            arity = "0..1",
            defaultValue = "A",
            description = "Default: ${DEFAULT-VALUE}.")
    private String type = "";

    ExplainCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Starters starters, Console console) {
        this.configs = configs;
        this.starters = starters;
        this.console = console;
    }

    @Override
    public Integer call() {
        Starters.ExplainOptions options = new Starters.ExplainOptions(name, type, client, resolver, at, json);
        return configs.apply(config)
                .map(server -> starters.explainer().run(server, options, console))
                .orElse(CommandLine.ExitCode.SOFTWARE);
    }
}
