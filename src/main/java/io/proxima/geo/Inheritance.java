package io.proxima.geo;

import io.proxima.geo.Lines.Area;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The order in which a client's lines inherit, in one place. */
record Inheritance(Lines lines, @Nullable String home) {

    List<String> of(Facts client) {
        String country = client.country();
        List<String> isps = client.isps();
        List<String> countries = country == null ? List.of() : List.of(country);
        List<String> provinceAreas =
                areas(client, area -> client.subdivisions().stream().anyMatch(area.codes()::contains), true);
        List<String> countryAreas = areas(
                client,
                area -> (country != null && area.codes().contains(country))
                        || (client.continent() != null && area.continents().contains(client.continent())),
                false);
        Set<String> order = new LinkedHashSet<>(client.networks());
        for (String province : client.subdivisions()) {
            order.addAll(with(List.of(province), isps));
        }
        order.addAll(client.subdivisions());
        order.addAll(with(provinceAreas, isps));
        order.addAll(provinceAreas);
        order.addAll(with(countries, isps));
        order.addAll(with(countryAreas, isps));
        order.addAll(isps);
        order.addAll(countries);
        order.addAll(countryAreas);
        if (home != null && country != null && !country.equals(home)) {
            order.add(Lines.OVERSEAS);
        }
        order.add(Lines.DEFAULT);
        return List.copyOf(order);
    }

    /** In the order of the file; one that an own network was put on outright counts by what it consists of. */
    private List<String> areas(Facts client, Predicate<Area> matches, boolean ofProvinces) {
        List<String> names = new ArrayList<>();
        lines.areas().forEach((name, area) -> {
            boolean outright = name.equals(client.area())
                    && ofProvinces == area.codes().stream().anyMatch(code -> code.length() > 2);
            if (outright || matches.test(area)) {
                names.add(name);
            }
        });
        return names;
    }

    private static List<String> with(List<String> places, List<String> isps) {
        return places.stream()
                .flatMap(place -> isps.stream().map(isp -> place + "/" + isp))
                .toList();
    }
}
