package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.control.ControlClient;
import io.proxima.control.FindingsReport;
import io.proxima.control.Json;
import io.proxima.source.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check}: what is wrong with files, without serving them. */
@Command(
        description = {
            "Say what is wrong with zones, policies and lines, without serving them.",
            "With --url the server reads the files on its own disk, as it would before it serves them."
        },
        footer = {
            "",
            "Example: ./proxima check example.com",
            "Exit codes: 0 nothing stands in the way of serving, 1 there are errors or the server cannot be asked, 2 the command"
                    + " line is wrong."
        },
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private final Starters starters;
    private final Console console;

    @Mixin
    private final Remote remote;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Parameters(paramLabel = "ZONE", arity = "0..*", description = "Only findings in these zones' files.")
    private List<String> zones = List.of();

    CheckCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Starters starters, Console console) {
        this.remote = new Remote(configs);
        this.starters = starters;
        this.console = console;
    }

    @Override
    public Integer call() {
        return remote.named() ? asked() : remote.config().map(this::read).orElse(ExitCodes.FAILED);
    }

    private int asked() {
        return remote.ask("check", console, client -> {
            FindingsReport report = FindingsReport.read(
                    console.during("the server reads its files", _ -> client.get("/v1/findings", ControlClient.LONG)));
            if (report.version() < 1) {
                console.warn("proxima check: what answers at " + client.base() + " is no Proxima");
                return ExitCodes.FAILED;
            }
            return told(report);
        });
    }

    private int read(ServerConfig server) {
        Findings findings = new Findings();
        console.during("reading the files", progress -> {
            starters.checker().check(server, findings, progress);
            return findings;
        });
        return told(FindingsReport.of(findings));
    }

    private int told(FindingsReport report) {
        FindingsReport wanted = report.only(zones);
        if (json) {
            console.say(Json.of(wanted));
        } else {
            wanted.findings().forEach(finding -> console.say(finding.toString()));
            int errors = wanted.errors();
            console.warn(errors == 0 ? "ok" : errors == 1 ? "1 error" : errors + " errors");
        }
        return wanted.errors() == 0 ? ExitCodes.DONE : ExitCodes.FAILED;
    }
}
