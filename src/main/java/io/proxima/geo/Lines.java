package io.proxima.geo;

import io.proxima.source.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
            if (!exists(line, areas, isps, Set.of())) {
                names.add(line);
            }
        });
        return names;
    }

    /** Whether there is such a line; says it without looking for what may have been meant. */
    static boolean exists(String line, Map<String, Area> areas, Map<String, Isp> isps, Set<String> ownNames) {
        if (line.equals(DEFAULT) || line.equals(OVERSEAS) || ownNames.contains(line)) {
            return true;
        }
        Parts parts = Parts.of(line, isps);
        return isPlace(parts.place, areas) && (parts.isp == null || isps.containsKey(parts.isp));
    }

    private static boolean isPlace(@Nullable String place, Map<String, Area> areas) {
        return place == null || areas.containsKey(place) || Iso3166.isCountry(place) || Iso3166.isSubdivision(place);
    }

    /** Why there is no such line, as a sentence with a hint. */
    static Problem problem(String line, Map<String, Area> areas, Map<String, Isp> isps, Set<String> ownNames) {
        Parts parts = Parts.of(line, isps);
        String place = parts.place;
        if (place == null || isPlace(place, areas)) {
            String isp = String.valueOf(parts.isp);
            return new Problem("there is no ISP \"" + isp + "\" in lines.yaml", hint(isp, isps.keySet(), null));
        }
        List<String> known = new ArrayList<>(areas.keySet());
        if (parts.isp == null) {
            known.addAll(isps.keySet());
            known.addAll(ownNames);
            known.addAll(List.of(DEFAULT, OVERSEAS));
        }
        return place.matches("[A-Z]{2}(-.*)?")
                ? noCode(place)
                : new Problem("there is no line \"" + line + "\"", hint(place, known, Iso3166.hint(place)));
    }

    /** A word that stands where a code should. */
    static Problem noCode(String word) {
        String hint = Iso3166.hint(word);
        return new Problem(
                "\"" + word + "\" is no ISO 3166 code of a country or subdivision",
                hint == null ? "such as CN or CN-SH, in upper case" : hint);
    }

    /** The nearest name, else a code that was meant, else all names where these are few. */
    private static @Nullable String hint(String word, Collection<String> known, @Nullable String code) {
        if (known.size() <= MOST_LISTED && code == null) {
            return Fields.hint(word, known);
        }
        return Fields.nearest(word, known)
                .map(near -> "did you mean \"" + near + "\"?")
                .orElse(code != null ? code : "areas, ISPs and networks are declared in lines.yaml");
    }

    /** What is wrong with a line's name. */
    record Problem(String message, @Nullable String hint) {}
}
