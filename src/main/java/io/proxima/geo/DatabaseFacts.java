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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

    private static DatabaseFacts isp(@Nullable Long asNumber, @Nullable String... names) {
        return new DatabaseFacts(null, List.of(), null, null, asNumber, names(names));
    }

    private static List<String> names(@Nullable String... names) {
        return Arrays.stream(names)
                .filter(Objects::nonNull)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
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
        Long asNumber = map.get("autonomous_system_number") instanceof Number number ? number.longValue() : null;
        return new DatabaseFacts(
                country,
                province == null ? List.of() : List.of(province),
                text(map, "continent_code"),
                coordinates(map.get("latitude"), map.get("longitude")),
                asNumber,
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
                ? new Coordinates(north.doubleValue(), east.doubleValue())
                : null;
    }
}
