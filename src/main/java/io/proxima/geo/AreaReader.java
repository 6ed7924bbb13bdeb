package io.proxima.geo;

import io.proxima.geo.Lines.Area;
import io.proxima.source.Fields;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.Yaml;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Reads one area of {@code lines.yaml}: a list of ISO 3166 codes, or a continent. */
final class AreaReader {
    private final Findings findings;

    AreaReader(Findings findings) {
        this.findings = findings;
    }

    Area read(Yaml.Entry entry) {
        Set<String> codes = new LinkedHashSet<>();
        Set<String> continents = new LinkedHashSet<>();
        switch (entry.value()) {
            case Yaml.Mapping mapping -> {
                Fields fields = new Fields(mapping, "an area", findings);
                fields.value("continent", AreaReader::continent).ifPresent(continents::add);
                boolean written = fields.has("continent");
                fields.done();
                if (!written) {
                    empty(entry);
                }
            }
            case Yaml.Sequence sequence -> {
                codes.addAll(codes(sequence));
                if (sequence.items().isEmpty()) {
                    empty(entry);
                }
            }
            case Yaml.Scalar scalar ->
                findings.error(scalar.place(), "an area must be a list of ISO 3166 codes, or {continent: CODE}", null);
        }
        return new Area(codes, continents);
    }

    private void empty(Yaml.Entry entry) {
        findings.warning(
                entry.value().place(),
                "area \"" + entry.key() + "\" is empty: no client falls on it",
                "list ISO 3166 codes such as CN-SH, or write {continent: CODE}");
    }

    private Set<String> codes(Yaml.Sequence sequence) {
        Map<String, Place> codes = new LinkedHashMap<>();
        for (Yaml item : sequence.items()) {
            String code = item instanceof Yaml.Scalar scalar ? scalar.text() : "";
            if (!Iso3166.isCountry(code) && !Iso3166.isSubdivision(code)) {
                Lines.Problem problem = Lines.noCode(code);
                findings.error(item.place(), problem.message(), problem.hint());
            } else {
                Place first = codes.putIfAbsent(code, item.place());
                if (first != null) {
                    findings.warning(item.place(), "\"" + code + "\" stands twice", "first in line " + first.line());
                }
            }
        }
        codes.forEach((code, place) -> {
            Place whole = code.length() > 2 ? codes.get(Iso3166.countryOf(code)) : null;
            if (whole != null) {
                findings.warning(
                        place,
                        "\"" + code + "\" is in \"" + Iso3166.countryOf(code) + "\", which stands here too",
                        "one of the two is enough");
            }
        });
        return codes.keySet();
    }

    private static String continent(String code) {
        if (!Iso3166.CONTINENTS.contains(code)) {
            throw new IllegalArgumentException("\"" + code + "\" is none of AF, AN, AS, EU, NA, OC, SA");
        }
        return code;
    }
}
