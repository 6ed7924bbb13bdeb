package io.proxima.geo;

import io.proxima.source.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lines.yaml} declares; all maps and lists in the order of the file.
 *
 * @param areas by name
 * @param isps by name
 * @param networks the operator's own
 */
record Lines(Map<String, Area> areas, Map<String, Isp> isps, Networks networks) {
    /** Nothing declared. */
    static final Lines NONE = new Lines(Map.of(), Map.of(), Networks.NONE);

    static final String DEFAULT = "default";
    static final String OVERSEAS = "overseas";

    private static final int MOST_LISTED = 20;

    /** Countries, subdivisions and continents under one name. */
    record Area(Set<String> codes, Set<String> continents) {}

    /** A carrier by AS numbers and by names, these in lower case. */
    record Isp(Set<Long> asNumbers, Set<String> names) {}

    /** A line of places and ISPs taken apart; at least one is not null. */
    record Parts(@Nullable String place, @Nullable String isp) {
        static Parts of(String line, Map<String, Isp> isps) {
            int slash = line.indexOf('/');
            if (slash >= 0) {
                return new Parts(line.substring(0, slash), line.substring(slash + 1));
            }
            return isps.containsKey(line) ? new Parts(null, line) : new Parts(line, null);
        }
    }

    Set<String> ownNames() {
        Set<String> names = new TreeSet<>();
        networks.lines().forEach(line -> {
            if (problem(line, areas, isps, Set.of()).isPresent()) {
                names.add(line);
            }
        });
        return names;
    }

    /** Why there is no such line, as a sentence with a hint; empty where there is. */
    static Optional<Problem> problem(
            String line, Map<String, Area> areas, Map<String, Isp> isps, Set<String> ownNames) {
        if (line.equals(DEFAULT) || line.equals(OVERSEAS) || ownNames.contains(line)) {
            return Optional.empty();
        }
        Parts parts = Parts.of(line, isps);
        String place = parts.place;
        if (place != null && !areas.containsKey(place) && !Iso3166.isCountry(place) && !Iso3166.isSubdivision(place)) {
            Set<String> known = new TreeSet<>(areas.keySet());
            if (parts.isp == null) {
                known.addAll(isps.keySet());
                known.addAll(ownNames);
                known.addAll(List.of(DEFAULT, OVERSEAS));
            }
            return Optional.of(
                    place.matches("[A-Z]{2}(-.*)?")
                            ? noCode(place)
                            : new Problem(
                                    "there is no line \"" + line + "\"", hint(place, known, Iso3166.hint(place))));
        }
        if (parts.isp != null && !isps.containsKey(parts.isp)) {
            return Optional.of(new Problem(
                    "there is no ISP \"" + parts.isp + "\" in lines.yaml", hint(parts.isp, isps.keySet(), null)));
        }
        return Optional.empty();
    }

    /** A word that stands where a code should. */
    static Problem noCode(String word) {
        String hint = Iso3166.hint(word);
        return new Problem(
                "\"" + word + "\" is no ISO 3166 code of a country or subdivision",
                hint == null ? "such as CN or CN-SH, in upper case" : hint);
    }

    /** The nearest name, else a code that was meant, else all names where these are few. */
    private static @Nullable String hint(String word, Set<String> known, @Nullable String code) {
        Optional<String> near = Fields.nearest(word, new TreeSet<>(known));
        if (near.isPresent() || (code == null && known.size() <= MOST_LISTED)) {
            return Fields.hint(word, new TreeSet<>(known));
        }
        return code != null ? code : "areas, ISPs and networks are declared in lines.yaml";
    }

    /** What is wrong with a line's name. */
    record Problem(String message, @Nullable String hint) {}
}
