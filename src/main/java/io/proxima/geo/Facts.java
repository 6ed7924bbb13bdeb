package io.proxima.geo;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of where a prefix is and whose it is.
 *
 * @param networks the operator's own networks around it by name, the longest prefix first
 * @param country ISO 3166-1 alpha-2, or null
 * @param subdivisions ISO 3166-2, the most specific first
 * @param continent AF, AN, AS, EU, NA, OC or SA, or null
 * @param area an area by name that an own network was put on outright, or null
 * @param isps names in {@code lines.yaml}, in its order
 * @param coordinates of the own network, else of a database, else null
 * @param sources which file gave a fact: {@code country}, {@code subdivisions}, {@code continent}, {@code coordinates},
 *     {@code isps}, {@code networks}
 */
public record Facts(
        List<String> networks,
        @Nullable String country,
        List<String> subdivisions,
        @Nullable String continent,
        @Nullable String area,
        List<String> isps,
        @Nullable Coordinates coordinates,
        Map<String, String> sources) {

    /** The same, somewhere. */
    Facts at(Coordinates place, String source) {
        Map<String, String> with = new HashMap<>(sources);
        with.put("coordinates", source);
        return new Facts(
                networks, country, subdivisions, continent, area, isps, place, Collections.unmodifiableMap(with));
    }

    /** The facts that decide on lines. */
    Facts withoutCoordinates() {
        return new Facts(networks, country, subdivisions, continent, area, isps, null, Map.of());
    }
}
