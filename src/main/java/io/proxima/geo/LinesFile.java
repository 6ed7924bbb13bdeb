package io.proxima.geo;

import io.proxima.geo.Lines.Area;
import io.proxima.geo.Lines.Isp;
import io.proxima.geo.Lines.OwnNetwork;
import io.proxima.net.Prefix;
import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads {@code lines.yaml} and the CSV files of networks it names; everything wrong becomes a finding. */
final class LinesFile {
    private static final String NAME = "[a-z0-9][a-z0-9-]*";

    private final Path path;
    private final Findings findings;
    private final Map<String, Area> areas = new LinkedHashMap<>();
    private final Map<String, Isp> isps = new LinkedHashMap<>();
    private final List<OwnNetwork> networks = new ArrayList<>();
    private final Map<Prefix, Placed> seen = new HashMap<>();
    private final Set<String> ownNames = new LinkedHashSet<>();

    private record Placed(String line, Place place) {}

    private LinesFile(Path path, Findings findings) {
        this.path = path;
        this.findings = findings;
    }

    /** What the file declares, as far as it could be read. */
    static Lines read(Path path, Findings findings) {
        LinesFile file = new LinesFile(path, findings);
        text(path, findings)
                .flatMap(text -> Yaml.read(path.toString(), text, findings))
                .ifPresent(file::document);
        return new Lines(
                Collections.unmodifiableMap(file.areas),
                Collections.unmodifiableMap(file.isps),
                List.copyOf(file.networks));
    }

    private static Optional<String> text(Path path, Findings findings) {
        try {
            return Optional.of(Files.readString(path));
        } catch (IOException e) {
            findings.error(Place.start(path.toString()), "cannot be read: " + e, null);
            return Optional.empty();
        }
    }

    private void document(Yaml yaml) {
        Fields fields = new Fields(yaml, "the file of lines", findings);
        fields.entries("areas").forEach(this::area);
        fields.entries("isps").forEach(this::isp);
        fields.entries("networks").forEach(this::networks);
        fields.list("networks-files", name -> name).forEach(name -> csv(path.resolveSibling(name), fields));
        fields.done();
    }

    private void area(Yaml.Entry entry) {
        if (!isNewName(entry.key(), entry.place())) {
            return;
        }
        Set<String> codes = new LinkedHashSet<>();
        Set<String> continents = new LinkedHashSet<>();
        switch (entry.value()) {
            case Yaml.Mapping mapping -> {
                Fields fields = new Fields(mapping, "an area", findings);
                fields.value("continent", LinesFile::continent).ifPresent(continents::add);
                fields.done();
            }
            case Yaml.Sequence sequence -> {
                for (Yaml item : sequence.items()) {
                    String code = item instanceof Yaml.Scalar scalar ? scalar.text() : "";
                    if (!Iso3166.isCountry(code) && !Iso3166.isSubdivision(code)) {
                        findings.error(
                                item.place(),
                                "\"" + code + "\" is no ISO 3166 code of a country or subdivision",
                                "such as CN or CN-SH, in upper case");
                    } else if (!codes.add(code)) {
                        findings.warning(item.place(), "\"" + code + "\" stands twice", null);
                    }
                }
            }
            case Yaml.Scalar scalar ->
                findings.error(scalar.place(), "an area must be a list of ISO 3166 codes, or {continent: CODE}", null);
        }
        areas.put(entry.key(), new Area(codes, continents));
    }

    private static String continent(String code) {
        if (!Iso3166.CONTINENTS.contains(code)) {
            throw new IllegalArgumentException("\"" + code + "\" is none of AF, AN, AS, EU, NA, OC, SA");
        }
        return code;
    }

    private void isp(Yaml.Entry entry) {
        if (!isNewName(entry.key(), entry.place())) {
            return;
        }
        Set<Long> numbers = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        if (!(entry.value() instanceof Yaml.Sequence sequence)) {
            findings.error(entry.value().place(), "an ISP must be a list of AS numbers or names", null);
            return;
        }
        for (Yaml item : sequence.items()) {
            String text = item instanceof Yaml.Scalar scalar ? scalar.text() : "";
            if (text.isBlank()) {
                findings.error(item.place(), "an ISP must be a list of AS numbers or names", null);
            } else if (text.matches("\\d+")) {
                if (text.length() > 10 || Long.parseLong(text) > 0xffff_ffffL || Long.parseLong(text) == 0) {
                    findings.error(item.place(), text + " is no AS number", "1 to 4294967295");
                } else {
                    warnOfOther(
                            item.place(),
                            "AS number " + text,
                            isp -> isp.asNumbers().contains(Long.parseLong(text)));
                    numbers.add(Long.parseLong(text));
                }
            } else {
                String name = text.toLowerCase(Locale.ROOT);
                warnOfOther(item.place(), "\"" + text + "\"", isp -> isp.names().contains(name));
                names.add(name);
            }
        }
        isps.put(entry.key(), new Isp(numbers, names));
    }

    private void warnOfOther(Place place, String what, Predicate<Isp> has) {
        isps.forEach((name, isp) -> {
            if (has.test(isp)) {
                findings.warning(place, what + " stands in \"" + name + "\" too", "the first in the file goes first");
            }
        });
    }

    private boolean isNewName(String name, Place place) {
        if (name.equals(Lines.DEFAULT) || name.equals(Lines.OVERSEAS)) {
            findings.error(place, "the name \"" + name + "\" is taken", null);
            return false;
        }
        if (!name.matches(NAME)) {
            findings.error(place, "\"" + name + "\" is no name", "lower case letters, digits and hyphens");
            return false;
        }
        if (areas.containsKey(name) || isps.containsKey(name)) {
            String kind = areas.containsKey(name) ? "an area" : "an ISP";
            findings.error(place, "\"" + name + "\" is already " + kind, "names are unique across the file");
            return false;
        }
        return true;
    }

    private void networks(Yaml.Entry entry) {
        if (!isLine(entry.key(), entry.place())) {
            return;
        }
        if (!(entry.value() instanceof Yaml.Sequence sequence)) {
            findings.error(entry.value().place(), "networks must be a list of prefixes", null);
            return;
        }
        for (Yaml item : sequence.items()) {
            network(item instanceof Yaml.Scalar scalar ? scalar.text() : "", entry.key(), null, item.place());
        }
    }

    /** Whether a name can stand for a network: a line that exists, or a new name of its own. */
    private boolean isLine(String line, Place place) {
        if (line.equals(Lines.DEFAULT) || line.equals(Lines.OVERSEAS)) {
            findings.error(place, "no network can be put on \"" + line + "\"", null);
            return false;
        }
        Optional<Lines.Problem> problem = Lines.problem(line, areas, isps, ownNames);
        if (problem.isPresent() && line.matches(NAME)) {
            ownNames.add(line);
            return true;
        }
        problem.ifPresent(found -> findings.error(place, found.message(), found.hint()));
        return problem.isEmpty();
    }

    private void network(String text, String line, @Nullable Coordinates at, Place place) {
        Prefix prefix;
        try {
            prefix = Prefix.parse(text);
        } catch (IllegalArgumentException e) {
            findings.error(place, String.valueOf(e.getMessage()), null);
            return;
        }
        Placed first = seen.putIfAbsent(prefix, new Placed(line, place));
        if (first == null) {
            networks.add(new OwnNetwork(prefix, line, at, place.file()));
        } else if (first.line.equals(line)) {
            findings.warning(place, prefix + " stands twice", "first at " + first.place);
        } else {
            findings.error(
                    place, prefix + " is already on the line \"" + first.line + "\"", "written at " + first.place);
        }
    }

    private void csv(Path csv, Fields fields) {
        List<String> rows;
        try {
            rows = Files.readAllLines(csv);
        } catch (IOException e) {
            findings.error(fields.placeOf("networks-files"), csv + " cannot be read: " + e, null);
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            String row = rows.get(i);
            if (!row.isBlank() && !row.startsWith("#")) {
                row(csv.toString(), i + 1, row.split(",", -1));
            }
        }
    }

    private void row(String file, int number, String[] cells) {
        Place start = new Place(file, number, 1);
        if (cells.length != 2 && cells.length != 4) {
            findings.error(start, "a row has 2 or 4 cells, not " + cells.length, "PREFIX,LINE[,LATITUDE,LONGITUDE]");
            return;
        }
        Place second = new Place(file, number, cells[0].length() + 2);
        if (!isLine(cells[1].strip(), second)) {
            return;
        }
        Coordinates at = null;
        if (cells.length == 4) {
            Place third = new Place(file, number, second.column() + cells[1].length() + 1);
            Place fourth = new Place(file, number, third.column() + cells[2].length() + 1);
            Optional<Double> latitude = degrees(cells[2].strip(), 90, "latitude", third);
            Optional<Double> longitude = degrees(cells[3].strip(), 180, "longitude", fourth);
            if (latitude.isEmpty() || longitude.isEmpty()) {
                return;
            }
            at = new Coordinates(latitude.get(), longitude.get());
        }
        network(cells[0].strip(), cells[1].strip(), at, start);
    }

    private Optional<Double> degrees(String text, int max, String what, Place place) {
        if (text.matches("-?\\d{1,3}(\\.\\d{1,15})?") && Math.abs(Double.parseDouble(text)) <= max) {
            return Optional.of(Double.parseDouble(text));
        }
        findings.error(place, "\"" + text + "\" is no " + what, "-" + max + " to " + max);
        return Optional.empty();
    }
}
