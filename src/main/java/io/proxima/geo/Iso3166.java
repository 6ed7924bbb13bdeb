package io.proxima.geo;

import io.proxima.source.Fields;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Codes of countries and their subdivisions (ISO 3166-1 alpha-2, ISO 3166-2), with continents and rough centres. */
final class Iso3166 {
    private static final String CHINA = "CN";

    static final Set<String> CONTINENTS = Set.of("AF", "AN", "AS", "EU", "NA", "OC", "SA");

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Map<String, String> CONTINENT_OF = new HashMap<>();
    private static final Map<String, Coordinates> CENTRES = new HashMap<>();
    private static final Map<String, String> PROVINCE_BY_NAME = new HashMap<>();
    private static final Map<String, String> PROVINCE_BY_CHINESE_NAME = new HashMap<>();
    private static final Map<String, String> COUNTRY_BY_NAME = new HashMap<>();

    static {
        for (String[] row : rows("countries.csv")) {
            CONTINENT_OF.put(row[0], row[1]);
            CENTRES.put(row[0], new Coordinates(Double.parseDouble(row[2]), Double.parseDouble(row[3])));
            COUNTRY_BY_NAME.put(normal(Locale.of("", row[0]).getDisplayCountry(Locale.ENGLISH)), row[0]);
        }
        for (String[] row : rows("china.csv")) {
            PROVINCE_BY_NAME.put(normal(row[1]), row[0]);
            CENTRES.put(row[0], new Coordinates(Double.parseDouble(row[2]), Double.parseDouble(row[3])));
        }
        for (String[] row : rows("china-chinese.csv")) {
            PROVINCE_BY_CHINESE_NAME.put(row[1], row[0]);
        }
    }

    private Iso3166() {}

    static boolean isCountry(String code) {
        return COUNTRIES.contains(code);
    }

    /**
     * Whether there is such a subdivision of China; elsewhere whether a code has the shape of a subdivision's and begins with
     * a country's, since which there are is not known here.
     */
    static boolean isSubdivision(String code) {
        return code.matches("[A-Z]{2}-[A-Z0-9]{1,3}")
                && isCountry(countryOf(code))
                && (!countryOf(code).equals(CHINA) || CENTRES.containsKey(code));
    }

    /** The code that was meant by a word that is none, as a hint; null where nobody can tell. */
    static @Nullable String hint(String word) {
        String upper = word.toUpperCase(Locale.ROOT).replace('_', '-');
        String spelled = upper.startsWith("UK") ? "GB" + upper.substring(2) : upper;
        if (isCountry(spelled) || isSubdivision(spelled)) {
            return didYouMean(spelled);
        }
        boolean chinese = upper.startsWith(CHINA + "-");
        String named = named(chinese ? word.substring(CHINA.length() + 1) : word, PROVINCE_BY_NAME)
                .or(() -> named(word, COUNTRY_BY_NAME))
                .orElse(null);
        if (named != null) {
            return didYouMean(named);
        }
        String start = upper.substring(0, Math.min(chinese ? 4 : 1, upper.length()));
        List<String> alike = (chinese ? CENTRES.keySet() : COUNTRIES)
                .stream().filter(code -> code.startsWith(start)).sorted().toList();
        return alike.isEmpty() || !upper.matches("[A-Z]{2}(-.*)?") ? null : "known: " + String.join(", ", alike);
    }

    private static String didYouMean(String code) {
        return "did you mean \"" + code + "\"?";
    }

    /** By its English name; two slips of the pen are forgiven where the name is long enough to tell. */
    private static Optional<String> named(String word, Map<String, String> codes) {
        String name = normal(word);
        return Optional.ofNullable(codes.get(name))
                .or(() -> name.length() < 6
                        ? Optional.empty()
                        : Fields.nearest(name, new TreeSet<>(codes.keySet())).map(codes::get));
    }

    static String countryOf(String code) {
        return code.substring(0, 2);
    }

    static @Nullable String continentOf(@Nullable String country) {
        return country == null ? null : CONTINENT_OF.get(country);
    }

    /**
     * The centre of a subdivision where we have it, else of its country, else null.
     *
     * <p>For clients of whom no more is known, so it is where they most likely are: of a country the place around which its
     * addresses lie, to about a degree, and not the middle of its area (Russia's is west of the Urals, Canada's at the Great
     * Lakes). Countries were checked against the mean, weighted by addresses, of the IPv4 networks in DB-IP City Lite
     * (CC BY 4.0, db-ip.com) of June 2026, and those more than 3 degrees off were moved there. Of a Chinese province it is the
     * seat of government, which is within 2 degrees of that mean.
     */
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

    /** The code of one of China's provinces by its Chinese name, short or with what kind of province it is. */
    static @Nullable String provinceInChinese(String name) {
        return PROVINCE_BY_CHINESE_NAME.get(name.replaceFirst("(省|市|(壮族|回族|维吾尔)?自治区|特别行政区)$", ""));
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
