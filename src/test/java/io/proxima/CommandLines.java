package io.proxima;

import io.proxima.cli.Cli;
import io.proxima.cli.Starters;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** Command lines as {@code ./proxima} runs them, but in this process; what would serve ends with {@value #SERVED}. */
final class CommandLines {
    static final int SERVED = 99;

    private CommandLines() {}

    /** Runs a command; gives the exit code. */
    static int run(Path home, StringWriter out, StringWriter err, String... arguments) {
        Starters starters = new Starters(
                (_, _) -> SERVED,
                FileReports::check,
                (_, _) -> SERVED,
                Explanations::explain,
                FileReports::locate,
                FileReports::cover);
        return Cli.run(arguments, starters, home, new PrintWriter(out, true), new PrintWriter(err, true));
    }
}
