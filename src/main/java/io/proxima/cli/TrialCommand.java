package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.Json;
import io.proxima.control.ProblemException;
import io.proxima.control.TrialText;
import io.proxima.control.Trials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What {@code try} and {@code what-if} have in common: an order, a report, an exit code. */
abstract class TrialCommand implements Callable<Integer> {
    /** A release of millions of records is compiled in less. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String name;
    private final Console console;

    @Mixin
    private final Remote remote;

    @Mixin
    private final SampleOptions sample = new SampleOptions();

    @Option(
            names = "--offline",
            description =
                    "Ask no server: take the files of the configuration for what is served, and all members for up.")
    private boolean offline;

    @Option(names = "--json", description = "One JSON document.")
    private boolean json;

    TrialCommand(String name, Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        this.name = name;
        this.console = console;
        this.remote = new Remote(configs);
    }

    /**
     * What is tried, beside the queries.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    abstract Map<String, Object> tried(boolean withFiles);

    /** The folder that is tried, or null. */
    abstract @Nullable Path folder();

    @Override
    public Integer call() {
        Map<String, Object> order = new LinkedHashMap<>();
        try {
            order.putAll(tried(!offline));
            order.putAll(sample.order());
            if (offline) {
                return remote.config()
                        .map(config -> told(console.during(
                                "comparing answers", _ -> Json.tree(Trials.offline(config, folder(), order)))))
                        .orElse(ExitCodes.FAILED);
            }
        } catch (IllegalArgumentException e) {
            console.warn("proxima " + name + ": " + e.getMessage());
            return ExitCodes.USAGE;
        } catch (ProblemException e) {
            console.warn("proxima " + name + ": " + e.problem().detail());
            return ExitCodes.USAGE;
        }
        return remote.ask(
                name,
                console,
                client -> told(console.during("comparing answers", _ -> client.post("/v1/" + name, order, PATIENCE))));
    }

    private int told(JsonNode answer) {
        answer.path("findings").forEach(finding -> console.warn(finding.asString()));
        JsonNode report = answer.path("report");
        if (!report.isObject()) {
            console.warn("proxima " + name + ": these files cannot be served");
            return ExitCodes.FAILED;
        }
        if (json) {
            console.say(Json.of(report));
        } else {
            TrialText.of(report).forEach(console::say);
        }
        return sample.exitCode(report);
    }
}
