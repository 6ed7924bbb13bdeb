package io.proxima.geo;

import io.proxima.geo.Lines.Area;
import io.proxima.geo.Lines.Isp;
import io.proxima.geo.Lines.OwnNetwork;
import io.proxima.net.Prefix;
import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code lines.yaml} and the CSV files of networks it names; everything wrong becomes a finding. */
final class LinesFile {
    /** As policies spell them. */
    private static final String NAME = "[a-z][a-z0-9]*([_-][a-z0-9]+)*";

    private static final String NAME_HINT = "lower case letters, digits and single hyphens, a letter first";

    private final Path path;
    private final Findings findings;
    private final Map<String, Area> areas = new LinkedHashMap<>();
    private final Map<String, Isp> isps = new LinkedHashMap<>();
    private final List<OwnNetwork> networks = new ArrayList<>();
    private final Map<Prefix, Placed> seen = new HashMap<>();
    private final Set<String> ownNames = new LinkedHashSet<>();
    private final Map<String, String> linesOfRows = new HashMap<>();

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
        if (isNewName(entry.key(), entry.place())) {
            areas.put(entry.key(), new AreaReader(findings).read(entry));
        }
    }

    private void isp(Yaml.Entry entry) {
        if (isNewName(entry.key(), entry.place())) {
            new IspReader(isps, findings).read(entry).ifPresent(isp -> isps.put(entry.key(), isp));
        }
    }

    private boolean isNewName(String name, Place place) {
        if (name.equals(Lines.DEFAULT) || name.equals(Lines.OVERSEAS)) {
            findings.error(place, "the name \"" + name + "\" is taken", null);
            return false;
        }
        if (!name.matches(NAME)) {
            findings.error(place, "\"" + name + "\" is no name", NAME_HINT);
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
        if (sequence.items().isEmpty()) {
            findings.warning(sequence.place(), "\"" + entry.key() + "\" has no network", null);
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
        boolean misspelled = !line.contains("/") && !line.matches("[A-Z]{2}(-.*)?");
        problem.ifPresent(found -> findings.error(
                place,
                misspelled ? "\"" + line + "\" is no name" : found.message(),
                misspelled ? NAME_HINT : found.hint()));
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
        try (BufferedReader rows = Files.newBufferedReader(csv)) {
            int number = 0;
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                number++;
                if (!row.isBlank() && !row.startsWith("#")) {
                    row(csv.toString(), number, row.split(",", -1));
                }
            }
        } catch (IOException e) {
            findings.error(fields.placeOf("networks-files"), csv + " cannot be read: " + e, null);
        }
    }

    private void row(String file, int number, String[] cells) {
        Place start = new Place(file, number, 1);
        if (cells.length != 2 && cells.length != 4) {
            findings.error(start, "a row has 2 or 4 cells, not " + cells.length, "PREFIX,LINE[,LATITUDE,LONGITUDE]");
            return;
        }
        Place second = new Place(file, number, cells[0].length() + 2);
        String line = linesOfRows.get(cells[1].strip());
        if (line == null) {
            line = cells[1].strip();
            if (!isLine(line, second)) {
                return;
            }
            linesOfRows.put(line, line); // so that a million rows share a few strings, checked once
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
        network(cells[0].strip(), line, at, start);
    }

    private Optional<Double> degrees(String text, int max, String what, Place place) {
        if (text.matches("-?\\d{1,3}(\\.\\d{1,15})?") && Math.abs(Double.parseDouble(text)) <= max) {
            return Optional.of(Double.parseDouble(text));
        }
        findings.error(place, "\"" + text + "\" is no " + what, "-" + max + " to " + max);
        return Optional.empty();
    }
}
