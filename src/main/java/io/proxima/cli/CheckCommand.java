package io.proxima.cli;

import io.proxima.config.ServerConfig;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check}: what is wrong with the files, without serving them. */
@Command(
        description = "Say what is wrong with zones, policies and lines, without serving them.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    private final Function<@Nullable Path, Optional<ServerConfig>> configs;
    private final Starters starters;
    private final Console console;

    @Option(names = "--config", paramLabel = "FILE", description = "Default: proxima.yaml.")
    private @Nullable Path config;

    @Parameters(paramLabel = "ZONE", arity = "0..*", description = "Only findings in these zones' files.")
    private List<String> zones = List.of();

    CheckCommand(Function<@Nullable Path, Optional<ServerConfig>> configs, Starters starters, Console console) {
        this.configs = configs;
        this.starters = starters;
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional<ServerConfig> server = configs.apply(config);
        if (server.isEmpty()) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        Findings findings = new Findings();
        starters.checker().check(server.get(), findings);
        List<Finding> wanted = findings.sorted().stream()
                .filter(finding -> zones.isEmpty() || zones.stream().anyMatch(zone -> concerns(finding, zone)))
                .toList();
        wanted.forEach(finding -> console.say(finding.toString()));
        long errors = wanted.stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                .count();
        console.warn(errors == 0 ? "ok" : errors == 1 ? "1 error" : errors + " errors");
        return errors == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean concerns(Finding finding, String zone) {
        String apex = zone.equals(".") ? "root" : zone.endsWith(".") ? zone.substring(0, zone.length() - 1) : zone;
        String file = String.valueOf(Path.of(finding.place().file()).getFileName());
        return file.equals(apex + ".zone") || file.equals(apex + ".policy.yaml");
    }
}
