package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Json;
import io.proxima.control.QueriesText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code queries}: what a running server is asked. */
@Command(
        description =
                "Say what a running server is asked: rates, names, types, lines of clients, and where steered names lead.",
        footer = {
            "",
            "Example: ./proxima queries --sample > yesterday.txt; ./proxima try next --queries yesterday.txt",
            "Exit codes: 0 told, 1 the server cannot be asked, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class QueriesCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(
            names = "--top",
            paramLabel = "N",
            defaultValue = "20",
            description = "So many of each, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private int top;

    @Option(names = "--sample", description = "The sampled queries themselves, NAME TYPE CLIENT WEIGHT a line.")
    private boolean sample;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    QueriesCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.remote = new Remote(configs);
        this.console = console;
    }

    @Override
    public Integer call() {
        return remote.ask("queries", console, client -> {
            JsonNode answer = console.during(
                    "asking " + client.base(),
                    _ -> client.get(sample ? "/v1/queries/sample" : "/v1/queries?top=" + top));
            if (json) {
                console.say(Json.of(answer));
            } else if (sample) {
                answer.path("queries").forEach(query -> console.say(query.asString()));
            } else {
                QueriesText.of(answer).forEach(console::say);
            }
            return ExitCodes.DONE;
        });
    }
}
