package io.proxima.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns that line up, each two blanks apart, below a line of heads. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heads) {
        rows.add(List.of(heads));
    }

    void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** The lines; what a server said is shown without its control characters. */
    List<String> lines(Terminal terminal) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream()
                .map(row -> {
                    StringBuilder line = new StringBuilder();
                    for (int i = 0; i < columns; i++) {
                        line.append(row.get(i))
                                .repeat(' ', widths[i] - row.get(i).length() + 2);
                    }
                    return terminal.fit(line.toString().stripTrailing().replaceAll("\\p{Cntrl}", "?"));
                })
                .toList();
    }
}
