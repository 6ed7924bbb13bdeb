package io.proxima.geo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file whose cells are most often read where they stand, with no object a row; confined to one thread.
 *
 * <p>Blank rows and those that begin with {@code #} are skipped. A comma always ends a cell, but that the last one that is
 * told apart goes to the end of its row.
 */
final class CsvRows {
    private final byte[] octets;
    private final int[] starts;
    private int cells;
    private int end;
    private int next;
    private int row;

    private CsvRows(byte[] octets, int cellsTold) {
        this.octets = octets;
        this.starts = new int[cellsTold];
    }

    /** @param cellsTold how many cells can be asked for; the last of them has the rest of its row */
    static CsvRows read(Path path, int cellsTold) throws IOException {
        return new CsvRows(Files.readAllBytes(path), cellsTold);
    }

    /** Goes to the next row; false behind the last. */
    boolean next() {
        while (next < octets.length) {
            int from = next;
            int at = from;
            boolean blank = true;
            cells = 1;
            starts[0] = from;
            while (at < octets.length && octets[at] != '\n' && octets[at] != '\r') {
                if (octets[at] == ',') {
                    if (cells < starts.length) {
                        starts[cells] = at + 1;
                    }
                    cells++;
                }
                blank &= octets[at] == ' ' || octets[at] == '\t';
                at++;
            }
            end = at;
            boolean both = at + 1 < octets.length && octets[at] == '\r' && octets[at + 1] == '\n';
            next = both ? at + 2 : at + 1;
            row++;
            if (!blank && octets[from] != '#') {
                return true;
            }
        }
        return false;
    }

    /** The row's number, from 1. */
    int row() {
        return row;
    }

    /** How many cells the row has. */
    int cells() {
        return cells;
    }

    /** The file. */
    byte[] octets() {
        return octets;
    }

    /** Where a cell begins, what is blank left out. */
    int from(int cell) {
        int from = starts[cell];
        while (from < limit(cell) && octets[from] <= ' ' && octets[from] >= 0) {
            from++;
        }
        return from;
    }

    /** Where a cell ends, what is blank left out. */
    int to(int cell) {
        int to = limit(cell);
        while (to > starts[cell] && octets[to - 1] <= ' ' && octets[to - 1] >= 0) {
            to--;
        }
        return Math.max(to, from(cell));
    }

    private int limit(int cell) {
        return cell + 1 < Math.min(cells, starts.length) ? starts[cell + 1] - 1 : end;
    }

    /** The column at which a cell begins, from 1, in characters. */
    int column(int cell) {
        int column = 1;
        for (int at = starts[0]; at < starts[cell]; at++) {
            column += (octets[at] & 0xc0) == 0x80 ? 0 : 1; // all octets of a character but its first
        }
        return column;
    }

    /** A cell's text, what is blank left out; null where it is no UTF-8. */
    @Nullable
    String text(int cell) {
        try {
            int from = from(cell);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, from, to(cell) - from))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
