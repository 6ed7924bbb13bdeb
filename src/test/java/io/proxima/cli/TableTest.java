package io.proxima.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells in columns, whatever they hold and wherever they are shown. */
class TableTest {
    private static Table table() {
        return Table.of("  ", "lr")
                .row("name", "count")
                .row(Colour.RED, "edge", "7")
                .row("上海", "1,024");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertEquals(List.of("  name  count", "  edge      7", "  上海  1,024"), table().lines(Terminal.NONE));
    }

    @Test
    void aTerminalShowsColoursAndCutsWhatDoesNotFit() {
        assertEquals(
                List.of("  name  cou…", "  \033[31medge\033[0m     …", "  上海  1,0…"),
                table().lines(new Terminal(12, true)));
    }

    @Test
    void nothingIsSpelledAtTheEndOfALineOrControlsTheTerminal() {
        assertEquals(
                List.of("a  b", "?[2J?"),
                Table.of("", "ll").row("a", "b").row("\033[2J\n", "").lines(Terminal.NONE).stream()
                        .map(line -> line.replaceAll(" {3,}", "  "))
                        .toList());
    }

    @Test
    void aRowOfAnotherTableIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Table.of("", "ll").row("alone"));
    }

    @ParameterizedTest
    @CsvSource({"edge, 4", "上海, 4", "e\u0301dge, 4", "ｈｋ, 4", "한국, 4", "𠀀, 2", "a\u200bb, 2", "'', 0"})
    void widthIsThatOnATerminal(String text, int columns) {
        assertEquals(columns, TextWidth.of(text));
    }

    @ParameterizedTest
    @CsvSource({"上海北京, 8, 上海北京", "上海北京, 7, 上海北…", "上海北京, 6, 上海…", "abc, 2, a…"})
    void whatIsCutTakesNoMoreThanThereIs(String text, int columns, String shown) {
        assertEquals(shown, TextWidth.fit(text, columns));
    }
}
