package io.proxima.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Every command keeps to the habits, and one that does not is told how to. */
class CommandHabitsTest {
    private static final Path PAGE = Path.of("docs/commands.md");

    /** All commands, which start nothing. */
    static CommandLine commands(PrintWriter out, PrintWriter err) {
        Starters starters = new Starters(
                (_, _) -> 0,
                (_, _, _) -> {},
                (_, _) -> 0,
                (_, _, _, _) -> java.util.Optional.empty(),
                (_, _, _) -> java.util.Optional.empty(),
                (_, _, _, _) -> java.util.Optional.empty());
        return Cli.commands(starters, Path.of("."), out, err);
    }

    static CommandLine commands() {
        return commands(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()));
    }

    @TestFactory
    Stream<DynamicTest> commandKeepsToTheHabits() throws IOException {
        String page = Files.readString(PAGE);
        return CommandHabits.all(commands()).stream()
                .map(CommandLine::getCommandSpec)
                .map(spec -> DynamicTest.dynamicTest(spec.qualifiedName(), () -> {
                    List<String> broken = CommandHabits.broken(spec, page);
                    assertTrue(broken.isEmpty(), () -> "\n" + String.join("\n", broken));
                }));
    }

    /** Breaks every habit. */
    @Command(name = "wild", description = "does something")
    private static final class Wild implements Runnable {
        @Option(
                names = {"-j", "--json"},
                paramLabel = "FORMAT")
        private String format = "";

        @Option(names = "--url", description = "A server.")
        private String url = "";

        @Parameters
        private String what = "";

        @Override
        public void run() {
            throw new AssertionError("nobody runs it: " + format + url + what);
        }
    }

    @Command(name = "mute", description = "Say nothing to programs.", footer = "Exit codes: 0 done, 1 failed.")
    private static final class Mute {}

    @Test
    void whatIsBrokenIsSaidWithHowToMendIt() {
        CommandLine parent = new CommandLine(new Mute()).addSubcommand(new Wild());
        CommandLine wild = parent.getSubcommands().values().iterator().next();
        assertEquals(
                List.of(
                        "mute wild has no description that is a sentence (@Command(description = \"Say … .\"))",
                        "mute wild does not say its exit codes (a line of the footer: \"Exit codes: 0 done, 1 …, 2 the command"
                                + " line is wrong.\")",
                        "mute wild asks a server by itself (take the mixin Remote: --config, --url and --token-file)",
                        "mute wild does not say in a sentence what --json is (description = \"… .\")",
                        "mute wild has the option -j (options are words: --like-this)",
                        "mute wild has --json of its own kind (everywhere it is --json, a switch)",
                        "mute wild shows the value of --url as <url> (paramLabel = \"FILE\")",
                        "mute wild has --url of its own kind (everywhere it is --url URL)",
                        "mute wild does not say in a sentence what <what> is (description = \"… .\")",
                        "mute wild shows the value of <what> as <what> (paramLabel = \"FILE\")",
                        "mute wild is not in docs/commands.md (write `mute wild` there, with one example that runs)"),
                CommandHabits.broken(wild.getCommandSpec(), "`mute`"));
        assertEquals(
                List.of(
                        "mute prints data without --json (add the option, or the command to CommandHabits.WITHOUT_DATA)"),
                CommandHabits.broken(new CommandLine(new Mute()).getCommandSpec(), ""));
    }
}
