package io.proxima.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How command lines that are wrong are answered, and how commands end. */
class CliTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return CommandHabitsTest.commands(new PrintWriter(out), new PrintWriter(err))
                .execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "statsu | proxima: there is no command \"statsu\"; did you mean status?",
                "quite-another | proxima: there is no command \"quite-another\"",
                "status --jsn | proxima status: there is no option --jsn; did you mean --json?",
                "status --pol=edge | proxima status: there is no option --pol=edge; did you mean --pool?",
                "geo fetsh | proxima geo: there is no command \"fetsh\"; did you mean fetch?",
                "geo | proxima geo: missing required subcommand",
                "drain | proxima drain: missing required parameter: 'TARGET'",
                "drain a b | proxima drain: \"b\" is one word too many",
                "help drian | proxima: there is no command \"drian\"; did you mean drain?",
                "demo --replicas many | proxima demo: invalid value for option '--replicas': 'many' is not an int"
            })
    void aMistakeIsAnsweredWithWhatWasMeant(String line, String sentence) {
        assertEquals(ExitCodes.USAGE, run(line.split(" ", -1)));
        assertEquals(sentence, err.toString().lines().findFirst().orElse(""));
        assertTrue(err.toString().lines().skip(1).allMatch(more -> more.matches("\\(proxima.* --help says .*\\)")));
        assertEquals("", out.toString());
    }

    @Test
    void theCodesOfThePageAreThoseOfTheProgram() throws IOException {
        List<String> codes = Files.readAllLines(Path.of("docs/commands.md")).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .map(line -> line.split("\\|", -1)[1].strip())
                .toList();
        assertEquals(
                List.of(
                        ExitCodes.DONE,
                        ExitCodes.FAILED,
                        ExitCodes.USAGE,
                        ExitCodes.REFUSED,
                        ExitCodes.INTERRUPTED,
                        ExitCodes.OUTPUT_CLOSED),
                codes.stream().map(Integer::valueOf).toList());
        assertEquals(ExitCodes.REFUSED, Remote.REFUSED);
    }

    /** Takes some octets, then breaks. */
    private static final class Breaking extends OutputStream {
        private final String message;
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        Breaking(String message) {
            this.message = message;
        }

        @Override
        public void write(int octet) throws IOException {
            if (taken.size() == 10) {
                throw new IOException(message);
            }
            taken.write(octet);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Broken pipe, 0, 141, ''",
        "Broken pipe, 1, 1, ''",
        "No space left on device, 0, 1, proxima: the output cannot be written: No space left on device"
    })
    void aResultThatWentNowhereIsNone(String message, int code, int exit, String said) {
        Output output = new Output(new Breaking(message));
        PrintWriter writer = new PrintWriter(output, true, StandardCharsets.UTF_8);
        Console console = new Console(writer, new PrintWriter(err, true));
        for (int i = 0; i < 100; i++) {
            console.say("a line");
        }
        assertEquals(exit, output.exit(code, console));
        assertEquals(said, err.toString().strip());
    }

    @Test
    void aResultThatWentSomewhereIsOne() {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        Output output = new Output(taken);
        Console console =
                new Console(new PrintWriter(output, true, StandardCharsets.UTF_8), new PrintWriter(err, true));
        console.say("上海");
        assertEquals(0, output.exit(0, console));
        assertEquals("上海\n", taken.toString(StandardCharsets.UTF_8));
    }
}
