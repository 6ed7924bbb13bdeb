package io.proxima.geo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Codes of countries and their subdivisions (ISO 3166-1 alpha-2, ISO 3166-2), with continents and rough centres. */
final class Iso3166 {
    static final Set<String> CONTINENTS = Set.of("AF", "AN", "AS", "EU", "NA", "OC", "SA");

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Map<String, String> CONTINENT_OF = new HashMap<>();
    private static final Map<String, Coordinates> CENTRES = new HashMap<>();
    private static final Map<String, String> PROVINCE_BY_NAME = new HashMap<>();

    static {
        for (String[] row : rows("countries.csv")) {
            CONTINENT_OF.put(row[0], row[1]);
            CENTRES.put(row[0], new Coordinates(Double.parseDouble(row[2]), Double.parseDouble(row[3])));
        }
        for (String[] row : rows("china.csv")) {
            PROVINCE_BY_NAME.put(normal(row[1]), row[0]);
            CENTRES.put(row[0], new Coordinates(Double.parseDouble(row[2]), Double.parseDouble(row[3])));
        }
    }

    private Iso3166() {}

    static boolean isCountry(String code) {
        return COUNTRIES.contains(code);
    }

    /** Whether a code has the shape of a subdivision's and begins with a country's; which subdivisions exist is not known. */
    static boolean isSubdivision(String code) {
        return code.matches("[A-Z]{2}-[A-Z0-9]{1,3}") && isCountry(countryOf(code));
    }

    static String countryOf(String code) {
        return code.substring(0, 2);
    }

    static @Nullable String continentOf(@Nullable String country) {
        return country == null ? null : CONTINENT_OF.get(country);
    }

    /** The centre of a subdivision where we have it, else of its country, else null. */
    static @Nullable Coordinates centre(@Nullable String code) {
        if (code == null) {
            return null;
        }
        Coordinates exact = CENTRES.get(code);
        return exact != null ? exact : CENTRES.get(countryOf(code));
    }

    /** The code of one of China's provinces by its English name, in whatever of the usual spellings. */
    static @Nullable String chineseProvince(String name) {
        return PROVINCE_BY_NAME.get(normal(name));
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("autonomous region|province|municipality|special administrative region|\\bsar\\b", "")
                .replaceAll("\\b(zhuang|hui|uygur|uyghur|sheng|shi)\\b|[^a-z]", "")
                .replace("neimongol", "innermongolia")
                .replace("macau", "macao")
                .replace("xizang", "tibet");
    }

    private static List<String[]> rows(String resource) {
        try (InputStream in = Objects.requireNonNull(Iso3166.class.getResourceAsStream(resource), resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> List.of(line.split(" ")).stream())
                    .map(row -> row.split(","))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
