package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client's line inherits in the order of the design, row by row, for both families. */
class InheritanceTest {
    private static final List<Path> DATABASES = List.of(Path.of("geoip/demo.mmdb"), Path.of("geoip/demo-asn.mmdb"));

    /** The demo's databases put both on CN-SH and AS 4837. */
    private static final List<String> CLIENTS = List.of("198.51.100.1", "2001:db8:1::1");

    /** The best first. */
    private static final List<String> ROWS = List.of(
            "office", // own network
            "CN-SH/unicom", // province and ISP
            "CN-SH", // province
            "east-china/unicom", // area of provinces and ISP
            "east-china", // area of provinces
            "CN/unicom", // country and ISP
            "chinese/unicom", // area of countries and ISP, which says more than the ISP alone
            "asia/unicom", // area of continents and ISP
            "unicom", // ISP
            "CN", // country
            "chinese", // area of countries
            "asia", // continent
            "overseas",
            "default");

    private static final String LINES = """
            areas:
              chinese: [CN, HK, MO, TW]
              asia: {continent: AS}
              east-china: [CN-SH, CN-JS]
              europe: {continent: EU}
            isps:
              unicom: [4837]
              dtag: [3320]
              kddi: [2516]
            """;

    @TempDir
    private Path folder;

    private Geography geography(@Nullable String home, String lines) throws IOException {
        Findings findings = new Findings();
        Path file = Files.writeString(folder.resolve("lines.yaml"), lines);
        Geography geography = Geography.load(DATABASES, file, home, findings);
        assertEquals(
                List.of(),
                findings.sorted().stream()
                        .filter(finding -> finding.level() == Finding.Level.ERROR)
                        .toList());
        return geography;
    }

    private static List<String> lines(Geography geography, String client) {
        return geography.inheritance(geography.facts(Prefix.parse(client)));
    }

    /** The declared lines of a client as the compiled trie gives them, the best first. */
    private static List<String> compiled(Geography geography, List<String> declared, String client) {
        LineMap map = geography.lineMap(declared);
        return map.linesOfClass().get(PrefixMap.value(map.classes().lookup(Prefix.parse(client))));
    }

    static Stream<Arguments> rows() {
        return CLIENTS.stream()
                .flatMap(client -> IntStream.range(0, ROWS.size()).mapToObj(row -> Arguments.of(client, row)));
    }

    /** Declared the other way round, each row is the best once those before it are not declared. */
    @ParameterizedTest(name = "{0} row {1}")
    @MethodSource("rows")
    void eachRowComesBeforeThoseBelow(String client, int row) throws IOException {
        Geography geography = geography("JP", LINES + "networks: {office: [198.51.100.0/28, 2001:db8:1::/64]}\n");
        List<String> expected = ROWS.subList(row, ROWS.size());
        List<String> declared = new ArrayList<>(expected);
        Collections.reverse(declared);
        assertEquals(expected, compiled(geography, declared, client));
        assertEquals(ROWS, lines(geography, client));
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.1", "2001:db8:1::1"})
    void tiesGoByTheOrderOfTheFile(String client) throws IOException {
        List<String> areas =
                List.of("delta: [CN-ZJ, CN-SH]", "coast: [CN-SH]", "big: [CN, JP]", "far: {continent: AS}");
        List<String> isps = List.of("carrier: [4837]", "backbone: [China Unicom]");
        assertEquals(
                List.of(
                        "CN-SH/carrier",
                        "CN-SH/backbone",
                        "CN-SH",
                        "delta/carrier",
                        "delta/backbone",
                        "coast/carrier",
                        "coast/backbone",
                        "delta",
                        "coast",
                        "CN/carrier",
                        "CN/backbone",
                        "big/carrier",
                        "big/backbone",
                        "far/carrier",
                        "far/backbone",
                        "carrier",
                        "backbone",
                        "CN",
                        "big",
                        "far",
                        "default"),
                lines(geography(null, file(areas, isps)), client));
        assertEquals(
                List.of(
                        "CN-SH/backbone",
                        "CN-SH/carrier",
                        "CN-SH",
                        "coast/backbone",
                        "coast/carrier",
                        "delta/backbone",
                        "delta/carrier",
                        "coast",
                        "delta",
                        "CN/backbone",
                        "CN/carrier",
                        "far/backbone",
                        "far/carrier",
                        "big/backbone",
                        "big/carrier",
                        "backbone",
                        "carrier",
                        "CN",
                        "far",
                        "big",
                        "default"),
                lines(geography(null, file(areas.reversed(), isps.reversed())), client));
    }

    private static String file(List<String> areas, List<String> isps) {
        return "areas:\n  " + String.join("\n  ", areas) + "\nisps:\n  " + String.join("\n  ", isps) + "\n";
    }

    @Test
    void ownNetworksGoTheLongestFirstWhateverTheOrderOfTheFile() throws IOException {
        Geography geography = geography(null, LINES + """
                networks:
                  company: [198.51.100.0/24, 2001:db8::/32]
                  desk: [198.51.100.1/32, 2001:db8:1::1/128]
                  floor: [198.51.100.0/28, 2001:db8:1::/64]
                """);
        for (String client : CLIENTS) {
            assertEquals(
                    List.of("desk", "floor", "company", "CN-SH/unicom"),
                    lines(geography, client).subList(0, 4));
        }
        assertEquals(
                List.of("floor", "company"), lines(geography, "198.51.100.2").subList(0, 2));
        assertEquals(
                List.of("floor", "company"), lines(geography, "2001:db8:1::2").subList(0, 2));
        assertEquals(
                List.of("company", "CN-GD"), lines(geography, "198.51.100.65").subList(0, 2));
        assertEquals(List.of("company", "default"), lines(geography, "2001:db8:ffff::1"));
    }

    /** A network within another of the same line counts once. */
    @Test
    void aLineOfNestedNetworksStandsOnce() throws IOException {
        Geography geography = geography(
                null, LINES + "networks: {office: [198.51.100.0/24, 198.51.100.0/28], lab: [198.51.100.0/26]}\n");
        assertEquals(List.of("office", "lab"), lines(geography, "198.51.100.1").subList(0, 2));
        assertEquals(List.of("lab", "office"), lines(geography, "198.51.100.33").subList(0, 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.1", "2001:db8:1::1"})
    void aNetworkPutOnALineKeepsNothingOfTheDatabases(String client) throws IOException {
        String networks = LINES + "networks: {%s: [198.51.100.0/28, 2001:db8:1::/64]}\n";
        Geography province = geography("CN", networks.formatted("JP-13/kddi"));
        assertEquals(
                List.of("JP-13/kddi", "JP-13", "JP/kddi", "asia/kddi", "kddi", "JP", "asia", "overseas", "default"),
                lines(province, client));
        assertNull(province.facts(Prefix.parse(client)).coordinates());
        Geography country = geography("CN", networks.formatted("DE"));
        assertEquals(List.of("DE", "europe", "overseas", "default"), lines(country, client));
        Geography isp = geography("JP", networks.formatted("dtag"));
        assertEquals(List.of("dtag", "default"), lines(isp, client), "of no country, so not overseas");
        Geography provinces = geography("CN", networks.formatted("east-china/dtag"));
        assertEquals(List.of("east-china/dtag", "east-china", "dtag", "default"), lines(provinces, client));
        Geography countries = geography("CN", networks.formatted("chinese/dtag"));
        assertEquals(List.of("chinese/dtag", "dtag", "chinese", "default"), lines(countries, client));
        assertEquals(
                new Facts(List.of(), null, List.of(), null, "chinese", List.of("dtag"), null, Map.of()),
                countries.facts(Prefix.parse(client)).withoutCoordinates());
    }

    @Test
    void theLongestPlacedNetworkGivesTheFactsAndNamedOnesStay() throws IOException {
        Geography geography = geography("CN", LINES + """
                networks:
                  DE/dtag: [198.51.100.0/26, 2001:db8:1::/48]
                  office: [198.51.100.0/27, 2001:db8:1::/56]
                  JP/kddi: [198.51.100.0/28, 2001:db8:1::/64]
                  desk: [198.51.100.1/32, 2001:db8:1::1/128]
                """);
        for (String client : CLIENTS) {
            assertEquals(
                    List.of("desk", "office", "JP/kddi", "asia/kddi", "kddi", "JP", "asia", "overseas", "default"),
                    lines(geography, client));
        }
        for (String client : List.of("198.51.100.17", "2001:db8:1:1::1")) {
            assertEquals(
                    List.of("office", "DE/dtag", "europe/dtag", "dtag", "DE", "europe", "overseas", "default"),
                    lines(geography, client));
        }
        for (String client : List.of("198.51.100.33", "2001:db8:1:100::1")) {
            assertEquals("DE/dtag", lines(geography, client).getFirst());
        }
        assertEquals("CN-GD", lines(geography, "198.51.100.65").getFirst());
    }

    @Test
    void overseasIsAnotherCountryThanHome() throws IOException {
        for (String client : List.of("203.0.113.1", "2001:db8:3::1")) {
            List<String> abroad = lines(geography("CN", LINES), client);
            assertEquals(
                    List.of("DE", "europe", "overseas", "default"), abroad.subList(abroad.size() - 4, abroad.size()));
            assertEquals(List.of("DE", "europe", "default"), tail(lines(geography("DE", LINES), client)));
            assertEquals(List.of("DE", "europe", "default"), tail(lines(geography(null, LINES), client)));
        }
        assertEquals(List.of("default"), lines(geography("CN", LINES), "192.0.2.200"), "nobody knows where it is");
        assertEquals(List.of("default"), lines(geography("CN", LINES), "2001:db8:ffff::1"));
    }

    private static List<String> tail(List<String> lines) {
        return lines.subList(lines.size() - 3, lines.size());
    }
}
