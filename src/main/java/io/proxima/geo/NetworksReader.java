package io.proxima.geo;

import io.proxima.geo.Networks.Own;
import io.proxima.net.AddressParser;
import io.proxima.net.Prefix;
import io.proxima.net.PrefixRows;
import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Gathers an operator's networks, from {@code lines.yaml} and from files of
 * {@code PREFIX,LINE[,SITE]} or {@code PREFIX,LINE,LATITUDE,LONGITUDE} rows; confined to one thread.
 *
 * <p>What follows a prefix is read once for all rows in which it stands.
 */
final class NetworksReader {
    private static final String FORM = "PREFIX,LINE[,SITE] or PREFIX,LINE,LATITUDE,LONGITUDE";

    private final Map<String, Coordinates> sites;
    private final BiPredicate<String, Place> isLine;
    private final Findings findings;
    private final PrefixRows prefixes = new PrefixRows();
    private final Shared<Own> own = new Shared<>();
    private final AddressParser parser = new AddressParser();
    private int[] kinds = new int[64];
    /** By row of {@code prefixes}, where it was written: in which file, line and column. */
    private int[] fileOf = new int[64];

    private int[] lineOf = new int[64];
    private int[] columnOf = new int[64];
    private final List<String> files = new ArrayList<>();

    /**
     * A reader.
     *
     * @param sites by name, which may still grow
     * @param isLine whether networks can be put on a line, and if not, a finding at that place
     */
    NetworksReader(Map<String, Coordinates> sites, BiPredicate<String, Place> isLine, Findings findings) {
        this.sites = sites;
        this.isLine = isLine;
        this.findings = findings;
    }

    /** Takes a network as it stands in {@code lines.yaml}. */
    void network(String prefix, Own network, Place place) {
        if (parse(prefix, place)) {
            add(own.index(network), place.file(), place.line(), place.column());
        }
    }

    private boolean parse(String text, Place place) {
        try {
            Prefix prefix = Prefix.parse(text);
            prefixes.put(prefix.ipv6(), prefix.high(), prefix.low(), prefix.length());
            return true;
        } catch (IllegalArgumentException e) {
            findings.error(place, String.valueOf(e.getMessage()), null);
            return false;
        }
    }

    /** Says what the row of {@code prefixes} is that was put last. */
    private void add(int kind, String file, int line, int column) {
        int row = prefixes.size() - 1;
        if (row == kinds.length) {
            int capacity = Math.addExact(row, row / 2);
            kinds = Arrays.copyOf(kinds, capacity);
            fileOf = Arrays.copyOf(fileOf, capacity);
            lineOf = Arrays.copyOf(lineOf, capacity);
            columnOf = Arrays.copyOf(columnOf, capacity);
        }
        if (files.isEmpty() || !files.getLast().equals(file)) {
            files.add(file);
        }
        kinds[row] = kind;
        fileOf[row] = files.size() - 1;
        lineOf[row] = line;
        columnOf[row] = column;
    }

    private Place place(int row) {
        return new Place(files.get(fileOf[row]), lineOf[row], columnOf[row]);
    }

    /**
     * Reads a file of rows.
     *
     * @param named where it is named
     */
    void file(Path path, Place named) {
        try {
            CsvRows rows = CsvRows.read(path, 4);
            CellTable known = new CellTable(rows.octets());
            String file = path.toString();
            while (rows.next()) {
                row(file, rows, known);
            }
        } catch (IOException e) {
            findings.error(named, path + " cannot be read: " + e, null);
        }
    }

    private void row(String file, CsvRows rows, CellTable known) {
        int cells = rows.cells();
        Place start = new Place(file, rows.row(), 1);
        if (cells < 2 || cells > 4) {
            findings.error(start, "a row has 2 to 4 cells, not " + cells, FORM);
            return;
        }
        int kind = known.get(rows.from(1), rows.to(cells - 1));
        if (kind < 0) {
            Optional<Own> network = own(file, rows);
            if (network.isEmpty()) {
                return;
            }
            kind = own.index(network.get());
            known.put(rows.from(1), rows.to(cells - 1), kind);
        }
        if (usualPrefix(rows.octets(), rows.from(0), rows.to(0)) || parse(String.valueOf(rows.text(0)), start)) {
            add(kind, file, rows.row(), 1);
        }
    }

    /** Puts a prefix of a form that files are full of. */
    private boolean usualPrefix(byte[] octets, int from, int to) {
        int slash = to;
        int length = 0;
        for (int scale = 1, at = to - 1; at > from && at > to - 5; at--, scale *= 10) {
            if (octets[at] == '/') {
                slash = at;
                break;
            }
            length += scale * (octets[at] - '0');
        }
        for (int at = slash + 1; at < to; at++) {
            if (octets[at] < '0' || octets[at] > '9') {
                return false;
            }
        }
        if (slash == to - 1 || !parser.parse(octets, from, slash)) {
            return false;
        }
        int bits = slash == to ? Prefix.width(parser.ipv6()) : length;
        if (bits > Prefix.width(parser.ipv6())
                || Prefix.maskHigh(parser.high(), bits) != parser.high()
                || Prefix.maskLow(parser.low(), bits) != parser.low()) {
            return false;
        }
        prefixes.put(parser.ipv6(), parser.high(), parser.low(), bits);
        return true;
    }

    /** What stands behind a row's prefix. */
    private Optional<Own> own(String file, CsvRows rows) {
        int cells = rows.cells();
        String line = String.valueOf(rows.text(1));
        if (line.isEmpty() && cells == 2) {
            findings.error(new Place(file, rows.row(), rows.column(1)), "the row has neither a line nor a place", FORM);
            return Optional.empty();
        }
        if (!line.isEmpty() && !isLine.test(line, new Place(file, rows.row(), rows.column(1)))) {
            return Optional.empty();
        }
        if (cells == 2) {
            return Optional.of(new Own(line, null, null, file));
        }
        Place third = new Place(file, rows.row(), rows.column(2));
        String text = String.valueOf(rows.text(2));
        if (cells == 3) {
            Coordinates site = site(text, third);
            return site == null ? Optional.empty() : Optional.of(new Own(line, text, site, file));
        }
        Optional<Double> latitude = degrees(text, 90, "latitude", third);
        Optional<Double> longitude =
                degrees(String.valueOf(rows.text(3)), 180, "longitude", new Place(file, rows.row(), rows.column(3)));
        return latitude.isEmpty() || longitude.isEmpty()
                ? Optional.empty()
                : Optional.of(new Own(line, null, new Coordinates(latitude.get(), longitude.get()), file));
    }

    private @Nullable Coordinates site(String name, Place place) {
        Coordinates site = sites.get(name);
        if (site == null) {
            String hint = Fields.hint(name, sites.keySet());
            findings.error(
                    place,
                    "there is no site \"" + name + "\" in lines.yaml",
                    hint == null ? "sites: {NAME: {at: [LATITUDE, LONGITUDE]}}" : hint);
        }
        return site;
    }

    private Optional<Double> degrees(String text, int max, String what, Place place) {
        if (text.matches("-?\\d{1,3}(\\.\\d{1,15})?") && Math.abs(Double.parseDouble(text)) <= max) {
            return Optional.of(Double.parseDouble(text));
        }
        findings.error(place, "\"" + text + "\" is no " + what, "-" + max + " to " + max);
        return Optional.empty();
    }

    /** What was read, in order; a prefix that stands twice becomes a finding, unless one says the line and one the site. */
    Networks networks() {
        int[] rows = prefixes.inOrder();
        int kept = 0;
        for (int row : rows) {
            if (kept == 0 || !prefixes.same(rows[kept - 1], row)) {
                rows[kept++] = row;
            } else {
                again(rows[kept - 1], row);
            }
        }
        return new Networks(prefixes, Arrays.copyOf(rows, kept), kinds, List.copyOf(own.values()));
    }

    private void again(int first, int row) {
        Own one = own.values().get(kinds[first]);
        Own other = own.values().get(kinds[row]);
        boolean lineThenPlace = one.at() == null && other.line().isEmpty();
        boolean placeThenLine = one.line().isEmpty() && other.at() == null;
        if (lineThenPlace || placeThenLine) {
            Own line = lineThenPlace ? one : other;
            Own place = lineThenPlace ? other : one;
            kinds[first] = own.index(new Own(line.line(), place.site(), place.at(), line.file()));
        } else if (one.line().equals(other.line()) && !Objects.equals(one.at(), other.at())) {
            findings.error(
                    place(row), prefixes.prefix(row) + " is already at another place", "written at " + place(first));
        } else if (one.line().equals(other.line())) {
            findings.warning(place(row), prefixes.prefix(row) + " stands twice", "first at " + place(first));
        } else {
            findings.error(
                    place(row),
                    prefixes.prefix(row)
                            + (one.line().isEmpty()
                                    ? " is already at a site"
                                    : " is already on the line \"" + one.line() + "\""),
                    "written at " + place(first));
        }
    }
}
