package io.proxima.geo;

import io.proxima.net.AddressParser;
import io.proxima.net.AddressRange;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Rows of {@code FIRST,LAST,NUMBER,ORGANISATION}: a range of addresses, its AS number and whose that is.
 *
 * <p>Rows ascend, IPv4 before IPv6. Where the end of one overlaps the next, the next stands; none lies within another. A number of 0 says that nobody announces the range.
 * The organisation may stand in quotation marks, and need not stand at all. Blank rows and those that begin with {@code #}
 * are skipped.
 */
final class AsnCsv {
    private static final String FORM = "FIRST,LAST,NUMBER,ORGANISATION";
    private static final int CELLS = 4;
    private static final int ERRORS_AT_MOST = 20;
    private static final long LARGEST_NUMBER = 0xffff_ffffL;

    private final String file;
    private final CsvRows rows;
    private final Findings findings;
    private final PrefixMap.Builder builder = PrefixMap.builder(0);
    private final Records records = new Records();
    private final AddressParser parser = new AddressParser();
    /** By number and organisation as they stand in a row, the index of the record. */
    private final CellTable indexes;

    private @Nullable AddressRange before;
    private int indexBefore;
    private int overlaps;
    private @Nullable Place firstOverlap;
    private int errors;

    private AsnCsv(String file, CsvRows rows, Findings findings) {
        this.file = file;
        this.rows = rows;
        this.indexes = new CellTable(rows.octets());
        this.findings = findings;
    }

    /** Reads a file; every row that is wrong becomes a finding, up to the twentieth. */
    static Database read(Path path, Findings findings) throws IOException {
        AsnCsv csv = new AsnCsv(path.toString(), CsvRows.read(path, CELLS), findings);
        while (csv.errors < ERRORS_AT_MOST && csv.rows.next()) {
            csv.readRow();
        }
        if (csv.errors == ERRORS_AT_MOST) {
            csv.error(1, "the rest is not read", null);
        }
        csv.putBefore(null);
        if (csv.firstOverlap != null) {
            findings.warning(
                    csv.firstOverlap,
                    csv.overlaps + (csv.overlaps == 1 ? " row overlaps" : " rows overlap") + " the row before",
                    "the later one stands");
        }
        return new Database(csv.file, csv.builder.build(), csv.records);
    }

    private void error(int column, String message, @Nullable String hint) {
        errors++;
        findings.error(new Place(file, rows.row(), column), message, hint);
    }

    private void readRow() {
        if (rows.cells() < 3) {
            error(1, "a row has at least 3 cells, not " + rows.cells(), FORM);
            return;
        }
        int to = rows.to(Math.min(rows.cells(), CELLS) - 1);
        int index = indexes.get(rows.from(2), to);
        if (index < 0) {
            index = index();
            if (index < 0) {
                return;
            }
            indexes.put(rows.from(2), to, index);
        }
        AddressRange range;
        try {
            range = new AddressRange(address(0), address(1));
        } catch (IllegalArgumentException e) {
            error(1, String.valueOf(e.getMessage()), FORM);
            return;
        }
        if (before != null && (!range.isAfter(before.first()) || !before.endsBefore(range))) {
            error(1, "the range lies before or within that of the row before", "rows ascend by both addresses");
            return;
        }
        putBefore(range);
        before = range;
        indexBefore = index;
    }

    /** Puts the row before, as far as the next one leaves it. */
    private void putBefore(@Nullable AddressRange next) {
        if (before == null) {
            return;
        }
        if (next == null || next.isAfter(before.last())) {
            builder.put(before, indexBefore);
            return;
        }
        builder.put(before.before(next.first()), indexBefore);
        if (overlaps++ == 0) {
            firstOverlap = new Place(file, rows.row(), 1);
        }
    }

    private Prefix address(int cell) {
        if (parser.parse(rows.octets(), rows.from(cell), rows.to(cell))) {
            return new Prefix(parser.ipv6(), parser.high(), parser.low(), Prefix.width(parser.ipv6()));
        }
        return Prefix.of(Prefix.address(String.valueOf(rows.text(cell))));
    }

    /** The AS number of a row, or -1 where there is none. */
    private long number() {
        int from = rows.from(2);
        int to = rows.to(2);
        long number = from == to || to - from > 10 ? -1 : 0;
        for (int at = from; at < to && number >= 0; at++) {
            int digit = rows.octets()[at] - '0';
            number = digit < 0 || digit > 9 ? -1 : 10 * number + digit;
        }
        return number > LARGEST_NUMBER ? -1 : number;
    }

    /** The index of a row's number and organisation; -1 with a finding where they are none. */
    private int index() {
        long number = number();
        if (number < 0) {
            error(rows.column(2), "\"" + rows.text(2) + "\" is no AS number", "0 to " + LARGEST_NUMBER);
            return -1;
        }
        String name = rows.cells() < CELLS ? "" : rows.text(3);
        if (name == null) {
            error(1, "is no UTF-8", null);
            return -1;
        }
        return records.index(facts(number, name), Records.NOWHERE);
    }

    private static DatabaseFacts facts(long number, String cell) {
        String name = cell;
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1).replace("\"\"", "\"");
        }
        List<String> names = name.isBlank() ? List.of() : List.of(name.toLowerCase(Locale.ROOT));
        return new DatabaseFacts(null, List.of(), null, number == 0 ? null : (Long) number, names, null);
    }
}
