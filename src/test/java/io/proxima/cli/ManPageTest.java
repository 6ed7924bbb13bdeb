package io.proxima.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The manual: a page a command, which the tools that read such pages have nothing against. */
class ManPageTest {
    private static final Pattern ROFF =
            Pattern.compile("\\.(TH|SH|PP|TP|nf|fi|nh|br)( .*)?|[^.'].*|\\\\&.*", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @BeforeEach
    void write() {
        assertEquals(0, CommandHabitsTest.commands().execute("man", folder.toString()));
    }

    private List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("man1"))) {
            return files.sorted().toList();
        }
    }

    /** Has one of everything. */
    @Command(
            name = "part",
            description = {"Do a part.", "It is -- done .so."},
            footer = {
                "",
                "WHAT: one thing",
                "or another.",
                "Example: ./whole part x",
                "Exit codes, as those of others: 0 done, all of it, 1 failed,",
                "2 the command line is wrong."
            })
    private static final class Part implements Runnable {
        @Option(
                names = "--size",
                paramLabel = "N",
                defaultValue = "3",
                description = "How large. Default: ${DEFAULT-VALUE}.")
        private int size;

        @Option(names = "--secret", hidden = true)
        private boolean secret;

        @Parameters(paramLabel = "WHAT", arity = "1..*", description = ".dots and back\\slashes.")
        private List<String> what = List.of();

        @Override
        public void run() {
            throw new AssertionError("nobody runs it: " + size + secret + what);
        }
    }

    @Test
    void everyPartOfAModelHasItsPlace() {
        CommandLine whole = new CommandLine(
                CommandLine.Model.CommandSpec.create().name("whole").version("whole 1.0"));
        CommandLine part = new CommandLine(new Part());
        whole.addSubcommand(part);
        assertEquals("""
                .TH WHOLE\\-PART 1 "" "whole 1.0" "Proxima"
                .nh
                .SH NAME
                whole\\-part \\- do a part
                .SH SYNOPSIS
                \\fBwhole part\\fR [\\fB\\-\\-size\\fR \\fIN\\fR] \\fIWHAT\\fR ...
                .SH DESCRIPTION
                Do a part.
                .PP
                It is \\-\\- done .so.
                .PP
                WHAT: one thing
                or another.
                .SH OPTIONS
                .TP
                \\fIWHAT\\fR
                \\&.dots and back\\eslashes.
                .TP
                \\fB\\-\\-size\\fR \\fIN\\fR
                How large. Default: 3.
                .SH EXIT STATUS
                .TP
                \\fB0\\fR
                done, all of it
                .TP
                \\fB1\\fR
                failed
                .TP
                \\fB2\\fR
                the command line is wrong
                .SH EXAMPLES
                .nf
                \\&./whole part x
                .fi
                .SH SEE ALSO
                \\fBwhole\\fR(1)
                """, ManPage.of(part));
    }

    @TestFactory
    Stream<DynamicTest> pageHasItsSectionsAndNothingElse() {
        return CommandHabits.all(CommandHabitsTest.commands()).stream()
                .filter(command -> !command.getCommandSpec().usageMessage().hidden())
                .map(command -> DynamicTest.dynamicTest(ManPage.name(command.getCommandSpec()), () -> {
                    Path file = folder.resolve("man1").resolve(ManPage.name(command.getCommandSpec()) + ".1");
                    List<String> lines = Files.readAllLines(file);
                    for (String section : List.of("NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "SEE ALSO")) {
                        assertTrue(lines.contains(".SH " + section), () -> section + " is not in " + file);
                    }
                    assertTrue(lines.contains("\\fB0\\fR"), () -> "no exit status in " + file);
                    lines.forEach(line -> assertTrue(ROFF.matcher(line).matches(), () -> "no roff: " + line));
                }));
    }

    @Test
    void manHasNoWarnings() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "man is not installed");
        for (Path page : pages()) {
            String said = run(List.of("man", "--warnings", "-E", "UTF-8", "-l", page.toString()));
            assertTrue(!said.contains("warning") && said.contains("EXIT STATUS"), () -> page + ": " + said);
        }
    }

    @Test
    void mandocHasNothingAgainstThem() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mandoc")), "mandoc is not installed");
        List<String> command = new ArrayList<>(List.of("mandoc", "-Tlint", "-Wwarning"));
        pages().forEach(page -> command.add(page.toString()));
        // A date would make two builds of one source differ.
        assertEquals(
                List.of(),
                run(command)
                        .lines()
                        .filter(line -> !line.contains("missing date"))
                        .toList());
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(java.util.Map.of("LC_ALL", "C.UTF-8", "MANPAGER", "cat"));
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS), "it ends");
        return said;
    }
}
