package io.proxima.geo;

import com.maxmind.geoip2.model.AsnResponse;
import com.maxmind.geoip2.model.CityResponse;
import com.maxmind.geoip2.model.ConnectionTypeResponse;
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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one database says of a network, as far as lines and sites need it; null or empty where it says nothing.
 *
 * @param subdivisions ISO 3166-2, the most specific first
 * @param ispNames as the database spells them, in lower case
 * @param connection the type of connection, such as {@code cable/dsl}, in lower case
 */
record DatabaseFacts(
        @Nullable String country,
        List<String> subdivisions,
        @Nullable String continent,
        @Nullable Long asNumber,
        List<String> ispNames,
        @Nullable String connection) {

    static final DatabaseFacts NONE = new DatabaseFacts(null, List.of(), null, null, List.of(), null);

    /** Known, and none of those that {@code lines.yaml} names. */
    private static final Long OTHER_NUMBER = 0L;

    private static final String OTHER = "";
    private static final List<String> OTHER_NAMES = List.of(OTHER);

    /** The index of a record that is one of GeoIP2's models. */
    static int read(@Nullable Object data, Records records) {
        return switch (data) {
            case CityResponse city ->
                records.index(place(city.country(), city.subdivisions(), city.continent()), at(city.location()));
            case EnterpriseResponse city ->
                records.index(place(city.country(), city.subdivisions(), city.continent()), at(city.location()));
            case CountryResponse country ->
                records.index(place(country.country(), List.of(), country.continent()), Records.NOWHERE);
            case AsnResponse asn ->
                records.index(isp(asn.autonomousSystemNumber(), asn.autonomousSystemOrganization()), Records.NOWHERE);
            case IspResponse isp ->
                records.index(
                        isp(
                                isp.autonomousSystemNumber(),
                                isp.isp(),
                                isp.organization(),
                                isp.autonomousSystemOrganization()),
                        Records.NOWHERE);
            case ConnectionTypeResponse type ->
                type.connectionType() == null
                        ? 0
                        : records.index(connected(type.connectionType().toString()), Records.NOWHERE);
            case null, default -> 0;
        };
    }

    /** From a flat record; an AS number below 0 and empty names for those that it does not have. */
    static DatabaseFacts flat(
            @Nullable String country,
            @Nullable String province,
            @Nullable String continent,
            long asNumber,
            String... names) {
        String code = subdivision(country, null, province);
        return new DatabaseFacts(
                country,
                code == null ? List.of() : List.of(code),
                continent,
                asNumber < 0 ? null : (Long) asNumber,
                names(names),
                null);
    }

    /** The same without what no ISP of the lines goes by; that a carrier is known stays known. */
    DatabaseFacts narrowedTo(Set<Long> asNumbers, Set<String> names) {
        Long number = asNumber == null || asNumbers.contains(asNumber) ? asNumber : OTHER_NUMBER;
        List<String> known = ispNames.isEmpty()
                ? ispNames
                : ispNames.stream().filter(names::contains).toList();
        return new DatabaseFacts(
                country,
                subdivisions,
                continent,
                number,
                known.isEmpty() && !ispNames.isEmpty() ? OTHER_NAMES : known,
                connection == null || names.contains(connection) ? connection : OTHER);
    }

    private static DatabaseFacts isp(@Nullable Long asNumber, @Nullable String... names) {
        return new DatabaseFacts(null, List.of(), null, asNumber, names(names), null);
    }

    private static DatabaseFacts connected(String type) {
        return new DatabaseFacts(null, List.of(), null, null, List.of(), type.toLowerCase(Locale.ROOT));
    }

    private static List<String> names(@Nullable String... names) {
        Set<String> lower = new LinkedHashSet<>(4);
        for (String name : names) {
            if (name != null && !name.isBlank()) {
                lower.add(name.toLowerCase(Locale.ROOT));
            }
        }
        return List.copyOf(lower);
    }

    private static DatabaseFacts place(
            @Nullable Country country, @Nullable List<Subdivision> subdivisions, @Nullable Continent continent) {
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
        return new DatabaseFacts(
                code, List.copyOf(codes), continent == null ? null : continent.code(), null, List.of(), null);
    }

    private static int at(@Nullable Location location) {
        Double latitude = location == null ? null : location.latitude();
        Double longitude = location == null ? null : location.longitude();
        return latitude == null || longitude == null ? Records.NOWHERE : Records.place(latitude, longitude);
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
}
