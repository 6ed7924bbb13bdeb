package io.proxima.geo;

import io.proxima.source.Findings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a file of lines says, in words that can be told apart from those of another: for comparing, never for answering.
 *
 * @param areas codes of countries, subdivisions and continents, by area, in the order of the file
 * @param isps AS numbers and names, by ISP, in the order of the file
 * @param networks line, site and place of the operator's own, by prefix
 */
public record DeclaredLines(
        Map<String, SortedSet<String>> areas, Map<String, SortedSet<String>> isps, Map<String, String> networks) {
    /** Nothing declared. */
    public static final DeclaredLines NONE = new DeclaredLines(Map.of(), Map.of(), Map.of());

    public DeclaredLines {
        areas = Collections.unmodifiableMap(areas);
        isps = Collections.unmodifiableMap(isps);
        networks = Collections.unmodifiableMap(networks);
    }

    /** Reads {@code lines.yaml} and the files of networks that it names; no database is looked at. */
    public static DeclaredLines read(Path linesFile, Findings findings) {
        Lines lines = LinesFile.read(linesFile, findings);
        Map<String, SortedSet<String>> areas = new LinkedHashMap<>();
        lines.areas().forEach((name, area) -> {
            SortedSet<String> codes = new TreeSet<>(area.codes());
            area.continents().forEach(continent -> codes.add("continent " + continent));
            areas.put(name, codes);
        });
        Map<String, SortedSet<String>> isps = new LinkedHashMap<>();
        lines.isps().forEach((name, isp) -> {
            SortedSet<String> numbers = new TreeSet<>(isp.names());
            isp.asNumbers().forEach(number -> numbers.add("AS" + number));
            isps.put(name, numbers);
        });
        Networks networks = lines.networks();
        Map<String, String> byPrefix = new TreeMap<>();
        for (int row : networks.rows()) {
            byPrefix.put(networks.prefixes().prefix(row).toString(), words(networks.own(networks.kind(row))));
        }
        return new DeclaredLines(areas, isps, byPrefix);
    }

    private static String words(Networks.Own own) {
        StringBuilder words = new StringBuilder(own.line());
        if (own.site() != null) {
            words.append(words.isEmpty() ? "" : ", ").append("site ").append(own.site());
        }
        if (own.at() != null) {
            words.append(words.isEmpty() ? "" : ", ")
                    .append("at ")
                    .append(own.at().latitude())
                    .append(' ')
                    .append(own.at().longitude());
        }
        return words.toString();
    }
}
