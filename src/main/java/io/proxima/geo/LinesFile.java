package io.proxima.geo;

import io.proxima.geo.Lines.Area;
import io.proxima.geo.Lines.Isp;
import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code lines.yaml} and the CSV files of networks it names; everything wrong becomes a finding. */
final class LinesFile {
    private static final String FILES = "networks-files";
    /** As policies spell them. */
    private static final String NAME = "[a-z][a-z0-9]*([_-][a-z0-9]+)*";

    private static final String NAME_HINT = "lower case letters, digits and single hyphens, a letter first";

    private final Path path;
    private final Findings findings;
    private final Map<String, Area> areas = new LinkedHashMap<>();
    private final Map<String, Isp> isps = new LinkedHashMap<>();
    private final Map<String, Coordinates> sites = new LinkedHashMap<>();
    private final Set<String> ownNames = new LinkedHashSet<>();
    private final NetworksReader networks;

    private LinesFile(Path path, Findings findings) {
        this.path = path;
        this.findings = findings;
        this.networks = new NetworksReader(sites, this::isLine, findings);
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
                file.networks.networks());
    }

    /** The files of rows that a file of lines names, as far as it can be read; nothing else of it is looked at. */
    static List<Path> named(Path path) {
        Findings unheard = new Findings();
        return text(path, unheard)
                .flatMap(text -> Yaml.read(path.toString(), text, unheard))
                .map(yaml -> new Fields(yaml, "the file of lines", unheard).list(FILES, path::resolveSibling))
                .orElse(List.of());
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
        fields.entries("sites").forEach(this::site);
        fields.entries("networks").forEach(this::networks);
        fields.list(FILES, path::resolveSibling).forEach(rows -> networks.file(rows, fields.placeOf(FILES)));
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

    private void site(Yaml.Entry entry) {
        String name = entry.key();
        Fields fields = new Fields(entry.value(), "site \"" + name + "\"", findings);
        List<Double> at = fields.list("at", LinesFile::degrees);
        List<Yaml> prefixes = fields.items("networks");
        fields.done();
        if (!name.matches(NAME)) {
            findings.error(entry.place(), "\"" + name + "\" is no name", NAME_HINT);
        } else if (!fields.has("at")) {
            findings.error(entry.place(), "site \"" + name + "\" has no place", "at: [LATITUDE, LONGITUDE]");
        } else if (at.size() == fields.items("at").size()
                && (at.size() != 2 || Math.abs(at.get(0)) > 90 || Math.abs(at.get(1)) > 180)) {
            findings.error(
                    fields.placeOf("at"),
                    "\"at\" must be latitude and longitude in degrees",
                    "[LATITUDE from -90 to 90, LONGITUDE from -180 to 180]");
        } else if (at.size() == 2) {
            Coordinates place = new Coordinates(at.get(0), at.get(1));
            sites.put(name, place);
            put(prefixes, new Networks.Own("", name, place, path.toString()));
        }
    }

    private static double degrees(String text) {
        if (!text.matches("[+-]?\\d{1,3}(\\.\\d{1,12})?")) {
            throw new IllegalArgumentException("must be degrees such as 31.23, not \"" + text + "\"");
        }
        return Double.parseDouble(text);
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
        put(sequence.items(), new Networks.Own(entry.key(), null, null, path.toString()));
    }

    private void put(List<Yaml> prefixes, Networks.Own network) {
        for (Yaml item : prefixes) {
            networks.network(item instanceof Yaml.Scalar scalar ? scalar.text() : "", network, item.place());
        }
    }

    /** Whether a name can stand for a network: a line that exists, or a new name of its own. */
    private boolean isLine(String line, Place place) {
        if (line.equals(Lines.DEFAULT) || line.equals(Lines.OVERSEAS)) {
            findings.error(place, "no network can be put on \"" + line + "\"", null);
            return false;
        }
        if (Lines.exists(line, areas, isps, ownNames)) {
            return true;
        }
        if (line.matches(NAME)) {
            ownNames.add(line);
            return true;
        }
        if (line.contains("/") || line.matches("[A-Z]{2}(-.*)?")) {
            Lines.Problem problem = Lines.problem(line, areas, isps, ownNames);
            findings.error(place, problem.message(), problem.hint());
        } else {
            findings.error(place, "\"" + line + "\" is no name", NAME_HINT);
        }
        return false;
    }
}
