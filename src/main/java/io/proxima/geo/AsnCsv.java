package io.proxima.geo;

import io.proxima.net.AddressRange;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    private static final int ERRORS_AT_MOST = 20;
    private static final long LARGEST_NUMBER = 0xffff_ffffL;

    private final String file;
    private final Findings findings;
    private final PrefixMap.Builder builder = PrefixMap.builder(0);
    private final Shared<DatabaseFacts> records = new Shared<>();
    private @Nullable AddressRange before;
    private int indexBefore;
    private int overlaps;
    private @Nullable Place firstOverlap;
    private int row;
    private int errors;

    private AsnCsv(String file, Findings findings) {
        this.file = file;
        this.findings = findings;
        records.index(DatabaseFacts.NONE);
    }

    /** Reads a file; every row that is wrong becomes a finding, up to the twentieth. */
    static Database read(Path path, Findings findings) throws IOException {
        AsnCsv csv = new AsnCsv(path.toString(), findings);
        try (BufferedReader reader = Files.newBufferedReader(path)) {
            for (String row = reader.readLine(); row != null && csv.errors < ERRORS_AT_MOST; row = reader.readLine()) {
                csv.row++;
                if (!row.isBlank() && !row.startsWith("#")) {
                    csv.row(row);
                }
            }
        } catch (MalformedInputException _) {
            csv.error(1, "is no UTF-8", null);
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
        return new Database(csv.file, csv.builder.build(), new ArrayList<>(csv.records.values()));
    }

    private void error(int column, String message, @Nullable String hint) {
        errors++;
        findings.error(new Place(file, Math.max(row, 1), column), message, hint);
    }

    private void row(String row) {
        String[] cells = row.split(",", 4);
        if (cells.length < 3) {
            error(1, "a row has at least 3 cells, not " + cells.length, FORM);
            return;
        }
        String digits = cells[2].strip();
        if (!isNumber(digits)) {
            error(cells[0].length() + cells[1].length() + 3, "\"" + digits + "\" is no AS number", "0 to 4294967295");
            return;
        }
        AddressRange range;
        try {
            range = new AddressRange(address(cells[0]), address(cells[1]));
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
        indexBefore = records.index(facts(Long.parseLong(digits), cells.length == 4 ? cells[3] : ""));
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
            firstOverlap = new Place(file, row, 1);
        }
    }

    private static Prefix address(String cell) {
        return Prefix.of(Prefix.address(cell.strip()));
    }

    private static boolean isNumber(String digits) {
        return !digits.isEmpty()
                && digits.length() <= 10
                && digits.chars().allMatch(digit -> digit >= '0' && digit <= '9')
                && Long.parseLong(digits) <= LARGEST_NUMBER;
    }

    private static DatabaseFacts facts(long number, String cell) {
        String name = cell.strip();
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1).replace("\"\"", "\"");
        }
        List<String> names = name.isBlank() ? List.of() : List.of(name.toLowerCase(Locale.ROOT));
        return new DatabaseFacts(null, List.of(), null, null, number == 0 ? null : number, names);
    }
}
