package io.proxima.geo;

import com.maxmind.geoip2.model.AsnResponse;
import com.maxmind.geoip2.model.CityResponse;
import com.maxmind.geoip2.model.CountryResponse;
import com.maxmind.geoip2.model.EnterpriseResponse;
import com.maxmind.geoip2.model.IspResponse;
import com.maxmind.geoip2.record.Continent;
import com.maxmind.geoip2.record.Country;
import com.maxmind.geoip2.record.Location;
import com.maxmind.geoip2.record.Subdivision;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one database says of a network, as far as lines and sites need it; null or empty where it says nothing.
 *
 * @param subdivisions ISO 3166-2, the most specific first
 * @param ispNames as the database spells them, in lower case
 */
record DatabaseFacts(
        @Nullable String country,
        List<String> subdivisions,
        @Nullable String continent,
        @Nullable Coordinates coordinates,
        @Nullable Long asNumber,
        List<String> ispNames) {

    static final DatabaseFacts NONE = new DatabaseFacts(null, List.of(), null, null, null, List.of());

    /** Known, and none of those that {@code lines.yaml} names. */
    private static final Long OTHER_NUMBER = 0L;

    private static final List<String> OTHER_NAMES = List.of("");

    /** From one of GeoIP2's models, or from the bare map of a database whose type GeoIP2 does not know. */
    static DatabaseFacts of(Object data) {
        return switch (data) {
            case CityResponse city -> place(city.country(), city.subdivisions(), city.continent(), city.location());
            case EnterpriseResponse city ->
                place(city.country(), city.subdivisions(), city.continent(), city.location());
            case CountryResponse country -> place(country.country(), List.of(), country.continent(), null);
            case AsnResponse asn -> isp(asn.autonomousSystemNumber(), asn.autonomousSystemOrganization());
            case IspResponse isp ->
                isp(isp.autonomousSystemNumber(), isp.isp(), isp.organization(), isp.autonomousSystemOrganization());
            case Map<?, ?> map -> flat(map);
            default -> NONE;
        };
    }

    /** The same, its parts shared with equal ones. */
    DatabaseFacts with(Shared<Object> parts) {
        return new DatabaseFacts(
                share(parts, country),
                subdivisions.isEmpty() ? subdivisions : share(parts, subdivisions),
                share(parts, continent),
                share(parts, coordinates),
                share(parts, asNumber),
                ispNames.isEmpty() ? ispNames : share(parts, ispNames));
    }

    @SuppressWarnings("unchecked") // equal to what was put in, so of its type
    private static <T extends @Nullable Object> T share(Shared<Object> parts, T part) {
        return part == null ? part : (T) parts.of(part);
    }

    /** The same without coordinates and what no ISP of the lines goes by; that a carrier is known stays known. */
    DatabaseFacts narrowedTo(Lines lines) {
        Long number = asNumber == null
                        || lines.isps().values().stream()
                                .anyMatch(isp -> isp.asNumbers().contains(asNumber))
                ? asNumber
                : OTHER_NUMBER;
        List<String> names = ispNames.isEmpty()
                ? ispNames
                : ispNames.stream()
                        .filter(name -> lines.isps().values().stream()
                                .anyMatch(isp -> isp.names().contains(name)))
                        .toList();
        return new DatabaseFacts(
                country,
                subdivisions,
                continent,
                null,
                number,
                names.isEmpty() && !ispNames.isEmpty() ? OTHER_NAMES : names);
    }

    private static DatabaseFacts isp(@Nullable Long asNumber, @Nullable String... names) {
        return new DatabaseFacts(null, List.of(), null, null, asNumber, names(names));
    }

    private static List<String> names(@Nullable String... names) {
        Set<String> lower = new LinkedHashSet<>(4);
        for (String name : names) {
            if (name != null) {
                lower.add(name.toLowerCase(Locale.ROOT));
            }
        }
        return List.copyOf(lower);
    }

    private static DatabaseFacts place(
            @Nullable Country country,
            @Nullable List<Subdivision> subdivisions,
            @Nullable Continent continent,
            @Nullable Location location) {
        String code = country == null ? null : country.isoCode();
        List<String> codes = new ArrayList<>();
        for (Subdivision subdivision : subdivisions == null ? List.<Subdivision>of() : subdivisions) {
            String subdivisionCode = subdivision(
                    code,
                    subdivision.isoCode(),
                    subdivision.names() == null ? null : subdivision.names().get("en"));
            if (subdivisionCode != null) {
                codes.addFirst(subdivisionCode);
            }
        }
        Coordinates at = location == null ? null : coordinates(location.latitude(), location.longitude());
        return new DatabaseFacts(
                code, List.copyOf(codes), continent == null ? null : continent.code(), at, null, List.of());
    }

    private static DatabaseFacts flat(Map<?, ?> map) {
        String country = text(map, "country_code");
        String province = subdivision(country, null, text(map, "state1"));
        return new DatabaseFacts(
                country,
                province == null ? List.of() : List.of(province),
                text(map, "continent_code"),
                coordinates(map.get("latitude"), map.get("longitude")),
                map.get("autonomous_system_number") instanceof Number number ? (Long) number.longValue() : null,
                names(text(map, "isp"), text(map, "autonomous_system_organization")));
    }

    private static @Nullable String subdivision(
            @Nullable String country, @Nullable String code, @Nullable String englishName) {
        if (country == null) {
            return null;
        }
        if (code != null && Iso3166.isSubdivision(country + "-" + code)) {
            return country + "-" + code;
        }
        return country.equals("CN") && englishName != null ? Iso3166.chineseProvince(englishName) : null;
    }

    private static @Nullable String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text && !text.isBlank() ? text : null;
    }

    private static @Nullable Coordinates coordinates(@Nullable Object latitude, @Nullable Object longitude) {
        return latitude instanceof Number north && longitude instanceof Number east
                ? new Coordinates(hundredths(north), hundredths(east))
                : null;
    }

    /** A hundredth of a degree is a kilometre at most: finer than any of these databases, and far fewer places differ. */
    private static double hundredths(Number degrees) {
        return Math.rint(degrees.doubleValue() * 100) / 100;
    }
}
