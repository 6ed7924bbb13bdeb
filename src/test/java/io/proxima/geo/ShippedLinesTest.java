package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.Lines.Area;
import io.proxima.geo.Lines.Isp;
import io.proxima.source.Findings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** {@code geoip/lines.yaml} as it ships. */
class ShippedLinesTest {
    private static final Set<String> MAINLAND = Set.of(
            ("CN-AH CN-BJ CN-CQ CN-FJ CN-GD CN-GS CN-GX CN-GZ CN-HA CN-HB CN-HE CN-HI CN-HL CN-HN CN-JL CN-JS CN-JX CN-LN "
                            + "CN-NM CN-NX CN-QH CN-SC CN-SD CN-SH CN-SN CN-SX CN-TJ CN-XJ CN-XZ CN-YN CN-ZJ")
                    .split(" "));

    private final Findings findings = new Findings();
    private final Lines lines = LinesFile.read(Path.of("geoip/lines.yaml"), findings);

    @Test
    void nothingIsWrongWithIt() {
        assertEquals(List.of(), findings.sorted());
    }

    @Test
    void everyProvinceIsInOneRegion() {
        List<String> regions = lines.areas().keySet().stream()
                .filter(name -> name.endsWith("-china"))
                .toList();
        assertEquals(7, regions.size());
        List<String> provinces = regions.stream()
                .flatMap(region -> codes(region).stream())
                .sorted()
                .toList();
        assertEquals(List.copyOf(new TreeSet<>(MAINLAND)), provinces);
    }

    @Test
    void everyContinentHasAName() {
        Map<String, String> names = new HashMap<>();
        lines.areas().forEach((name, area) -> area.continents().forEach(code -> names.put(code, name)));
        assertEquals(
                Map.of(
                        "AF", "africa",
                        "AN", "antarctica",
                        "AS", "asia",
                        "EU", "europe",
                        "NA", "north-america",
                        "OC", "oceania",
                        "SA", "south-america"),
                names);
    }

    /** A tie goes to the first in the file, so a continent above a group of its countries would hide that. */
    @Test
    void groupsOfCountriesStandAboveContinents() {
        List<Boolean> continents = lines.areas().values().stream()
                .map(area -> !area.continents().isEmpty())
                .toList();
        assertEquals(continents.stream().sorted().toList(), continents);
    }

    @Test
    void anAsNumberStandsOnce() {
        List<Long> numbers = lines.isps().values().stream()
                .flatMap(isp -> isp.asNumbers().stream())
                .toList();
        assertEquals(new HashSet<>(numbers).size(), numbers.size());
        assertTrue(numbers.size() > 400, () -> numbers.size() + " AS numbers");
    }

    @Test
    void carriersHaveTheirBackbones() {
        Map<String, Long> backbones = Map.ofEntries(
                Map.entry("telecom", 4134L),
                Map.entry("unicom", 4837L),
                Map.entry("mobile", 9808L),
                Map.entry("tietong", 9394L),
                Map.entry("cernet", 4538L),
                Map.entry("broadnet", 7641L),
                Map.entry("comcast", 7922L),
                Map.entry("att", 7018L),
                Map.entry("verizon", 701L),
                Map.entry("deutsche-telekom", 3320L),
                Map.entry("orange", 3215L),
                Map.entry("ntt", 4713L),
                Map.entry("kddi", 2516L),
                Map.entry("softbank", 17676L),
                Map.entry("kt", 4766L),
                Map.entry("skb", 9318L),
                Map.entry("jio", 55836L),
                Map.entry("singtel", 7473L),
                Map.entry("telstra", 1221L),
                Map.entry("turk-telekom", 9121L));
        List<String> wrong = new ArrayList<>();
        backbones.forEach((name, number) -> {
            if (!Optional.ofNullable(lines.isps().get(name))
                    .map(Isp::asNumbers)
                    .orElse(Set.of())
                    .contains(number)) {
                wrong.add(name + " " + number);
            }
        });
        assertEquals(List.of(), wrong);
    }

    private Set<String> codes(String name) {
        Area area = lines.areas().get(name);
        return area == null ? Set.of() : area.codes();
    }
}
