package io.proxima.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code man}: the manual's pages, one a command. */
@Command(
        description = {
            "Write the manual's pages, one a command, into DIR/man1.",
            "man -M DIR proxima-status shows one; a folder of MANPATH makes them found everywhere."
        },
        footer = {
            "",
            "Example: ./proxima man target/man",
            "Exit codes: 0 written, 1 a file cannot be written, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class ManCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Made where it is not there.")
    private Path folder = Path.of("");

    ManCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            write(spec.root().commandLine(), Files.createDirectories(folder.resolve("man1")));
            return ExitCodes.DONE;
        } catch (IOException e) {
            console.warn("proxima man: " + folder + " cannot be written: " + e);
            return ExitCodes.FAILED;
        }
    }

    private static void write(CommandLine command, Path folder) throws IOException {
        CommandSpec spec = command.getCommandSpec();
        if (spec.usageMessage().hidden()) {
            return;
        }
        Files.writeString(folder.resolve(ManPage.name(spec) + ".1"), ManPage.of(command));
        for (CommandLine sub : command.getSubcommands().values()) {
            write(sub, folder);
        }
    }
}
