package io.proxima.cli;

import io.proxima.config.ServerConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code what-if}: where clients would go without some members. */
@Command(
        name = "what-if",
        description = "Say where clients would go if a site, a pool or some members were down.",
        footer = {
            "",
            "TARGET is what drain takes: a member, POOL/MEMBER, POOL/GROUP, a pool or a site; * and ? in names of members.",
            "Nothing that is served changes.",
            "Example: ./proxima what-if --down shanghai --rate 5000",
            "Exit codes: 0 told, 1 nobody answers, 2 the command line is wrong, 3 more would change than --fail-over allows."
        },
        mixinStandardHelpOptions = true)
final class WhatIfCommand extends TrialCommand {
    @Option(
            names = "--down",
            required = true,
            split = ",",
            paramLabel = "TARGET",
            description = "Who is lost; several, or the option again.")
    private List<String> down = List.of();

    @Option(names = "--pool", paramLabel = "POOL", description = "Of them only the members of this pool.")
    private @Nullable String pool;

    WhatIfCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Console console) {
        super("what-if", configs, console);
    }

    @Override
    @Nullable
    Path folder() {
        return null;
    }

    @Override
    Map<String, Object> tried(boolean withFiles) {
        Map<String, Object> order = new LinkedHashMap<>();
        order.put("down", down);
        if (pool != null) {
            order.put("pool", pool);
        }
        return order;
    }
}
