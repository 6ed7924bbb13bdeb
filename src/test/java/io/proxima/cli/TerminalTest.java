package io.proxima.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When there are colours, and how wide a line is. */
class TerminalTest {
    @ParameterizedTest
    @CsvSource({
        "true,  '', true",
        "false, '', false",
        "true,  NO_COLOR=1, false",
        "true,  NO_COLOR=, true",
        "true,  TERM=dumb, false",
        "true,  TERM=xterm, true",
        "true,  CLICOLOR=0, false",
        "false, CLICOLOR_FORCE=1, true",
        "false, CLICOLOR_FORCE=0, false",
        "true,  TERM=dumb CLICOLOR_FORCE=1, true",
        "true,  NO_COLOR=1 CLICOLOR_FORCE=1, false"
    })
    void coloursAreForTerminalsUnlessTheEnvironmentSaysOtherwise(boolean terminal, String settings, boolean colour) {
        Map<String, String> environment = new HashMap<>(Map.of("COLUMNS", "100"));
        for (String setting : settings.split(" ", -1)) {
            if (!setting.isEmpty()) {
                String[] parts = setting.split("=", -1);
                environment.put(parts[0], parts[1]);
            }
        }
        Terminal of = Terminal.of(environment, terminal);
        assertEquals(colour, of.colour());
        assertEquals(terminal ? 100 : 0, of.columns());
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "24 80, 80", "'', 80", "1, 20", "wide, 80"})
    void columnsAreWhatTheEnvironmentOrTheTerminalSays(String text, int columns) {
        assertEquals(columns, Terminal.columns(text));
    }
}
