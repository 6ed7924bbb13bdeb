package io.proxima.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: what makes a shell complete commands and options. */
@Command(
        description = {
            "Print what makes a shell complete commands and options.",
            "bash, zsh: source <(./proxima completion bash). fish: ./proxima completion fish | source."
        },
        footer = {
            "",
            "Example: ./proxima completion bash",
            "Exit codes: 0 printed or written, 1 a file cannot be written, 2 the command line is wrong."
        },
        mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
    private static final String PROGRAM = "proxima";

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec spec;

    @Option(names = "--to", paramLabel = "DIR", description = "Write files proxima.SHELL there, in place of printing.")
    private @Nullable Path folder;

    @Parameters(
            paramLabel = "SHELL",
            arity = "0..1",
            description = "One of ${COMPLETION-CANDIDATES}; with --to, none for all.")
    private @Nullable Shell shell;

    /** Those that completions are written for. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Path to = folder;
        if (to == null) {
            if (shell == null) {
                console.warn("proxima completion: name a shell: bash, zsh or fish");
                return ExitCodes.USAGE;
            }
            console.say(script(shell).stripTrailing());
            return ExitCodes.DONE;
        }
        try {
            Files.createDirectories(to);
            for (Shell one : shell == null ? Shell.values() : new Shell[] {shell}) {
                Files.writeString(to.resolve(PROGRAM + "." + one.name().toLowerCase(Locale.ROOT)), script(one));
            }
            return ExitCodes.DONE;
        } catch (IOException e) {
            console.warn("proxima completion: " + to + " cannot be written: " + e);
            return ExitCodes.FAILED;
        }
    }

    private String script(Shell wanted) {
        CommandLine commands = spec.root().commandLine();
        return wanted == Shell.fish
                ? FishCompletion.of(PROGRAM, commands)
                : BashCompletion.of(PROGRAM, commands); // zsh reads bash's by itself: the script sees to it
    }
}
