package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.source.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lines}: on which lines an address falls, and how much of the address space falls on a pool's. */
@Command(
        description = "Say on which lines an address falls and why, or how much falls on each line of a pool.",
        customSynopsis = {
            "proxima lines ADDRESS|PREFIX [--config FILE] [--json]",
            "proxima lines --pool POOL [ZONE] [--config FILE] [--json]"
        },
        footer = {"", "Exit codes: 0 told, 1 a file is wrong or there is no such pool, 2 the command line is wrong."},
        mixinStandardHelpOptions = true)
final class LinesCommand implements Callable<Integer> {
    private final Function<@Nullable Path, Optional<ServerConfig>> configs;
    private final Starters starters;
    private final Console console;

    @Option(names = "--config", paramLabel = "FILE", description = "Default: proxima.yaml.")
    private @Nullable Path config;

    @Option(names = "--pool", paramLabel = "POOL", description = "The pool whose lines are counted.")
    private @Nullable String pool;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(paramLabel = "WHAT", arity = "0..1", description = "An address or a prefix; with --pool a zone.")
    private @Nullable String what;

    LinesCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Starters starters, Console console) {
        this.configs = configs;
        this.starters = starters;
        this.console = console;
    }

    @Override
    public Integer call() {
        String asked = what;
        String named = pool;
        if (asked == null && named == null) {
            console.warn("proxima lines: name an address, a prefix or --pool POOL");
            return ExitCode.USAGE;
        }
        Optional<ServerConfig> server = configs.apply(config);
        if (server.isEmpty()) {
            return ExitCode.SOFTWARE;
        }
        Findings findings = new Findings();
        try {
            return named != null
                    ? pools(starters.coverer().cover(server.get(), named, asked, findings), findings, named, asked)
                    : placement(starters.locator().locate(server.get(), String.valueOf(asked), findings), findings);
        } catch (IllegalArgumentException e) {
            console.warn("proxima lines: " + e.getMessage());
            return ExitCode.USAGE;
        }
    }

    private int placement(Optional<LineReport.Placement> placement, Findings findings) {
        console.report(findings);
        placement.ifPresent(found -> LineText.of(found, json).forEach(console::say));
        return placement.isPresent() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private int pools(
            Optional<List<LineReport.PoolLines>> read, Findings findings, String named, @Nullable String zone) {
        if (read.isEmpty()) {
            console.report(findings);
            return ExitCode.SOFTWARE;
        }
        List<LineReport.PoolLines> pools = read.get();
        String problem = pools.isEmpty()
                ? "there is no pool \"" + named + "\"" + (zone == null ? "" : " in the policy of " + zone)
                : pools.size() > 1
                        ? "several zones have a pool \"" + named + "\"; name one of "
                                + String.join(
                                        ", ",
                                        pools.stream()
                                                .map(LineReport.PoolLines::zone)
                                                .toList())
                        : pools.getFirst().nodes().isEmpty() ? "pool \"" + named + "\" does not choose by line" : null;
        if (problem != null) {
            console.warn("proxima lines: " + problem);
            return ExitCode.SOFTWARE;
        }
        LineText.of(pools.getFirst(), json).forEach(console::say);
        return ExitCode.OK;
    }
}
