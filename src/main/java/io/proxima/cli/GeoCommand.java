package io.proxima.cli;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code geo}: geographic databases. */
@Command(
        name = "geo",
        description = "Geographic databases.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Exit codes: 0 done, 1 a set could not be fetched, 2 the command line is wrong."},
        mixinStandardHelpOptions = true)
final class GeoCommand {
    private GeoCommand() {}

    /** The command with its own. */
    static CommandLine commandLine(Console console, Path home) {
        return new CommandLine(new GeoCommand()).addSubcommand("fetch", new GeoFetchCommand(console, home));
    }
}
