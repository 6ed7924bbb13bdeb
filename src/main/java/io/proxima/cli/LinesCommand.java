package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.Json;
import io.proxima.control.LineReport;
import io.proxima.control.ProblemException;
import io.proxima.source.Findings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lines}: on which lines an address falls, and how much of the address space falls on a pool's. */
@Command(
        description = {
            "Say on which lines an address falls and why, or how much falls on each line of a pool.",
            "With --url by the release that the server has in force, without by the files here."
        },
        customSynopsis = {
            "proxima lines ADDRESS|PREFIX [--config FILE | --url URL] [--json]",
            "proxima lines --pool POOL [ZONE] [--config FILE | --url URL] [--json]"
        },
        footer = {
            "",
            "Example: ./proxima lines 198.51.100.1",
            "Exit codes: 0 told, 1 a file is wrong, there is no such pool or the server cannot be asked, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class LinesCommand implements Callable<Integer> {
    private static final String WHO = "proxima lines: ";

    private final Starters starters;
    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(names = "--pool", paramLabel = "POOL", description = "The pool whose lines are counted.")
    private @Nullable String pool;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(paramLabel = "WHAT", arity = "0..1", description = "An address or a prefix; with --pool a zone.")
    private @Nullable String what;

    LinesCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Starters starters, Console console) {
        this.remote = new Remote(configs);
        this.starters = starters;
        this.console = console;
    }

    @Override
    public Integer call() {
        String asked = what;
        String named = pool;
        if (asked == null && named == null) {
            console.warn(WHO + "name an address, a prefix or --pool POOL");
            return ExitCodes.USAGE;
        }
        if (remote.named()) {
            return named != null ? askedPool(named, asked) : askedAddress(String.valueOf(asked));
        }
        return remote.config().map(server -> read(server, named, asked)).orElse(ExitCodes.FAILED);
    }

    private int askedAddress(String address) {
        Query path = new Query("/v1/lines").with("address", address);
        return remote.ask("lines", console, client -> {
            LineReport.Placement told = LineReport.Placement.read(
                    console.during("looking up " + address, _ -> client.get(path.toString(), ControlClient.LONG)));
            return told(told);
        });
    }

    private int askedPool(String named, @Nullable String zone) {
        Query path = new Query("/v1/lines").with("pool", named).with("zone", zone);
        return remote.ask("lines", console, client -> {
            LineReport.PoolLines told = LineReport.PoolLines.read(console.during(
                    "counting the lines of " + named, _ -> client.get(path.toString(), ControlClient.LONG)));
            return told(told);
        });
    }

    private int read(ServerConfig server, @Nullable String named, @Nullable String asked) {
        Findings findings = new Findings();
        try {
            Optional<? extends LineReport> report = console.during(
                    "reading the files",
                    _ -> named != null
                            ? starters.coverer().cover(server, named, asked, findings)
                            : starters.locator().locate(server, String.valueOf(asked), findings));
            if (report.isEmpty() || named == null) {
                console.report(findings);
            }
            return report.isPresent() ? told(report.get()) : ExitCodes.FAILED;
        } catch (IllegalArgumentException e) {
            console.warn(WHO + e.getMessage());
            return ExitCodes.USAGE;
        } catch (ProblemException e) {
            console.warn(WHO + e.problem().detail());
            return ExitCodes.FAILED;
        }
    }

    private int told(LineReport report) {
        if (json) {
            console.say(Json.of(report));
        } else {
            LineText.of(report, Terminal.current(System.getenv())).forEach(console::say);
        }
        return ExitCodes.DONE;
    }
}
