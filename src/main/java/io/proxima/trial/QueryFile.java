package io.proxima.trial;

import io.proxima.net.Prefix;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads queries as dnsperf does, {@code NAME TYPE} a line, with {@code CLIENT} and {@code WEIGHT} behind where they are known:
 * an address or a prefix, and a number. Empty lines, and those that begin with a {@code ;} or a {@code #}, say nothing.
 */
public final class QueryFile {
    private static final Prefix NOBODY = Prefix.parse("127.0.0.1");
    private static final int COLUMNS = 4;

    private QueryFile() {}

    /**
     * The queries of a text.
     *
     * @throws IllegalArgumentException with the number of the first line that is wrong, and why
     */
    public static Sample read(String text) {
        List<Asked> queries = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String said = line.strip();
            if (said.isEmpty() || said.startsWith(";") || said.startsWith("#")) {
                continue;
            }
            try {
                queries.add(query(said.split("\\s+")));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + number + " of the queries: " + e.getMessage(), e);
            }
        }
        return new Sample("file", queries, 0);
    }

    private static Asked query(String[] columns) {
        if (columns.length < 2 || columns.length > COLUMNS) {
            throw new IllegalArgumentException("write NAME TYPE [CLIENT [WEIGHT]]");
        }
        int type = RrType.parse(columns[1]);
        if (type < 0) {
            throw new IllegalArgumentException("\"" + columns[1] + "\" is no type of records");
        }
        Prefix client = columns.length > 2 ? Prefix.parse(columns[2]) : NOBODY;
        double weight = columns.length > 3 ? weight(columns[3]) : 1;
        return Asked.of(Name.parse(columns[0]), type, client, weight);
    }

    private static double weight(String text) {
        if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,6})?")) {
            throw new IllegalArgumentException("\"" + text + "\" is no weight");
        }
        return Double.parseDouble(text);
    }
}
