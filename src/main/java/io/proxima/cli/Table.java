package io.proxima.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of cells in columns, two spaces between them, as wide as the widest cell.
 *
 * <p>A row longer than the terminal is cut there; in a pipe nothing is cut and nothing coloured. Control characters are shown as
 * question marks, since cells quote what servers and files say.
 */
final class Table {
    private static final String GAP = "  ";

    private final String indent;
    private final boolean[] right;
    private final List<Row> rows = new ArrayList<>();

    /** A row; {@code colour} is of its first cell or null. */
    private record Row(List<String> cells, @Nullable Colour colour) {}

    private Table(String indent, boolean[] right) {
        this.indent = indent;
        this.right = right;
    }

    /**
     * A table without rows.
     *
     * @param indent what every row begins with
     * @param columns a letter each: {@code l} and {@code r} for the side at which its cells are
     */
    static Table of(String indent, String columns) {
        boolean[] right = new boolean[columns.length()];
        for (int i = 0; i < right.length; i++) {
            right[i] = columns.charAt(i) == 'r';
        }
        return new Table(indent, right);
    }

    /** Adds a row. */
    Table row(String... cells) {
        return row(null, cells);
    }

    /** Adds a row whose first cell is coloured where there are colours. */
    Table row(@Nullable Colour colour, String... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + right.length + " columns");
        }
        rows.add(new Row(
                Arrays.stream(cells)
                        .map(cell -> cell.replaceAll("\\p{Cntrl}", "?"))
                        .toList(),
                colour));
        return this;
    }

    /** The rows as lines. */
    List<String> lines(Terminal terminal) {
        int[] widths = new int[right.length];
        for (Row row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], TextWidth.of(row.cells.get(i)));
            }
        }
        return rows.stream().map(row -> line(row, widths, terminal)).toList();
    }

    private String line(Row row, int[] widths, Terminal terminal) {
        StringBuilder line = new StringBuilder(indent);
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP)
                    .append(
                            right[i]
                                    ? TextWidth.right(row.cells.get(i), widths[i])
                                    : TextWidth.left(row.cells.get(i), widths[i]));
        }
        String shown = terminal.fit(line.toString().stripTrailing());
        if (row.colour == null || !terminal.colour()) {
            return shown;
        }
        int from = indent.length() + (right[0] ? widths[0] - TextWidth.of(row.cells.getFirst()) : 0);
        return row.colour.paint(
                shown,
                from,
                Math.min(shown.length(), from + row.cells.getFirst().length()));
    }
}
