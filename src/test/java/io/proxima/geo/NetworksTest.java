package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's own networks: on lines, at sites, at coordinates, from YAML and from rows. */
class NetworksTest {
    private static final Coordinates SHANGHAI = new Coordinates(31.23, 121.47);

    @TempDir
    private Path folder;

    private final Findings findings = new Findings();

    private Geography load(String yaml, String rows) throws IOException {
        Files.writeString(folder.resolve("rows.csv"), rows);
        Path lines = Files.writeString(folder.resolve("lines.yaml"), yaml + "\nnetworks-files: [rows.csv]\n");
        Path databases = Path.of("geoip");
        return Geography.load(
                List.of(databases.resolve("demo.mmdb"), databases.resolve("demo-asn.mmdb")), lines, "CN", findings);
    }

    private static Facts facts(Geography geography, String client) {
        return geography.facts(Prefix.parse(client));
    }

    private List<String> found() {
        return findings.sorted().stream()
                .map(finding -> finding.toString().replace(folder + "/", ""))
                .toList();
    }

    @Test
    void networksAtASiteAreThereAndKeepWhatElseIsKnown() throws IOException {
        Geography geography = load("""
                sites:
                  shanghai: {at: [31.23, 121.47], networks: [203.0.113.0/27, "2001:db8:3::/64", 203.0.113.32/28]}
                networks:
                  office: [203.0.113.32/28]
                """, """
                203.0.113.48/28,,shanghai
                203.0.113.64/28,depot,shanghai
                203.0.113.80/28,JP,shanghai
                203.0.113.96/28,,-33.5,151.25
                """);
        assertEquals(List.of(), found());
        Facts frankfurt = facts(geography, "203.0.113.1");
        assertEquals(SHANGHAI, frankfurt.coordinates());
        assertEquals("DE", frankfurt.country());
        assertEquals(List.of(), frankfurt.networks());
        assertEquals(SHANGHAI, facts(geography, "2001:db8:3::1").coordinates());
        assertEquals(SHANGHAI, facts(geography, "203.0.113.33").coordinates());
        assertEquals(List.of("office"), facts(geography, "203.0.113.33").networks());
        assertEquals(SHANGHAI, facts(geography, "203.0.113.49").coordinates());
        assertEquals("DE", facts(geography, "203.0.113.49").country());
        assertEquals(List.of("depot"), facts(geography, "203.0.113.65").networks());
        assertEquals("US", facts(geography, "203.0.113.65").country());
        assertEquals("JP", facts(geography, "203.0.113.81").country());
        assertEquals(SHANGHAI, facts(geography, "203.0.113.81").coordinates());
        assertEquals(
                new Coordinates(-33.5, 151.25), facts(geography, "203.0.113.97").coordinates());
        List<Coordinates> sites = List.of(new Coordinates(50.11, 8.68), SHANGHAI);
        SiteMap nearest = geography.siteMap(sites, 0);
        int client = PrefixMap.value(nearest.classes().lookup(Prefix.parse("203.0.113.1")));
        assertEquals(1, nearest.nearestOfClass().get(client)[0], "Shanghai, though a database says Frankfurt");
        assertEquals(
                "{latitude=31.23, longitude=121.47, site=shanghai}",
                geography
                        .sources(Prefix.parse("203.0.113.1"))
                        .getFirst()
                        .facts()
                        .toString());
    }

    /** What docs/geography.md shows and says. */
    @Test
    void documentedFormsAreRead() throws IOException {
        Matcher snippet = Pattern.compile("```yaml\n# geoip/lines.yaml\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/geography.md")));
        assertTrue(snippet.find());
        Files.writeString(folder.resolve("networks.csv"), "192.0.2.0/25,,shanghai\n192.0.2.128/25,cafe,1,2\n");
        Path lines = Files.writeString(folder.resolve("lines.yaml"), "isps: {unicom: [4837]}\n" + snippet.group(1));
        Geography geography = Geography.load(List.of(), lines, "CN", findings);
        assertEquals(List.of(), found());
        assertEquals(SHANGHAI, facts(geography, "198.51.100.1").coordinates());
        assertEquals(SHANGHAI, facts(geography, "192.0.2.1").coordinates());
        assertEquals(new Coordinates(1, 2), facts(geography, "192.0.2.129").coordinates());
        assertEquals(
                "CN-SH/unicom",
                geography.inheritance(facts(geography, "203.0.113.1")).getFirst());
        assertEquals(List.of("office", "default"), geography.inheritance(facts(geography, "203.0.113.129")));
    }

    @Test
    void everyDefectIsFoundWithItsPlace() throws IOException {
        Geography geography = load("""
                sites:
                  shanghai: {at: [31.23, 121.47], networks: [203.0.113.0/24, 203.0.113.7/24]}
                  tokyo: {at: [35.68, 139.69], networks: [203.0.113.0/24]}
                  nowhere: {}
                  Berlin: {at: [52.5, 13.4]}
                  far: {at: [91, 0]}
                """, """
                192.0.2.0/24,office,shanghia
                192.0.2.0/25,
                192.0.2.0/26,,shanghai
                192.0.2.0/26,office,tokyo
                192.0.2.64/26
                192.0.2.64/26,a,b,c,d
                192.0.2.128/33,office
                192.0.2.129/25,office
                192.0.2.x,office
                198.51.100.0/24,office,1.5,2.5
                198.51.100.0/24,office,1.5,2.25
                """);
        assertEquals(
                List.of(
                        "lines.yaml:2:62: error: \"203.0.113.7/24\" has bits set beyond its length; write 203.0.113.0/24",
                        "lines.yaml:3:43: error: 203.0.113.0/24 is already at another place (written at lines.yaml:2:46)",
                        "lines.yaml:4:3: error: site \"nowhere\" has no place (at: [LATITUDE, LONGITUDE])",
                        "lines.yaml:5:3: error: \"Berlin\" is no name (lower case letters, digits and single hyphens, a letter first)",
                        "lines.yaml:6:9: error: \"at\" must be latitude and longitude in degrees ([LATITUDE from -90 to 90, LONGITUDE from -180 to 180])",
                        "rows.csv:1:21: error: there is no site \"shanghia\" in lines.yaml (did you mean \"shanghai\"?)",
                        "rows.csv:2:14: error: the row has neither a line nor a place (PREFIX,LINE[,SITE] or PREFIX,LINE,LATITUDE,LONGITUDE)",
                        "rows.csv:4:1: error: 192.0.2.0/26 is already at a site (written at rows.csv:3:1)",
                        "rows.csv:5:1: error: a row has 2 to 4 cells, not 1 (PREFIX,LINE[,SITE] or PREFIX,LINE,LATITUDE,LONGITUDE)",
                        "rows.csv:6:1: error: a row has 2 to 4 cells, not 5 (PREFIX,LINE[,SITE] or PREFIX,LINE,LATITUDE,LONGITUDE)",
                        "rows.csv:7:1: error: \"192.0.2.128/33\" is longer than /32",
                        "rows.csv:8:1: error: \"192.0.2.129/25\" has bits set beyond its length; write 192.0.2.128/25",
                        "rows.csv:9:1: error: \"192.0.2.x\" is no address",
                        "rows.csv:11:1: error: 198.51.100.0/24 is already at another place (written at rows.csv:10:1)"),
                found());
        assertEquals(List.of("office"), facts(geography, "198.51.100.1").networks(), "what is right is used");
        assertNull(facts(geography, "198.51.101.1").country());
    }

    /** Nested networks in any order, as rows and as plain objects: the same chain around every address. */
    @Test
    void orderOfRowsDoesNotMatter() throws IOException {
        Random random = new Random(31);
        List<Prefix> prefixes = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        while (prefixes.size() < 400) {
            boolean ipv6 = random.nextInt(3) == 0;
            long high = ipv6
                    ? 0x2001_0db8_0000_0000L | random.nextInt(1 << 12)
                    : (0xc633_6400L | random.nextInt(256)) << 32;
            int length = ipv6 ? 32 + random.nextInt(97) : 24 + random.nextInt(9);
            Prefix prefix = Prefix.masked(ipv6, high, ipv6 ? random.nextLong() : 0, length);
            if (!prefixes.contains(prefix)) {
                rows.add((length == Prefix.width(ipv6) && random.nextBoolean()
                                ? prefix.toString()
                                        .substring(0, prefix.toString().indexOf('/'))
                                : prefix.toString())
                        + (random.nextBoolean() ? ", n" : ",n")
                        + prefixes.size());
                prefixes.add(prefix);
            }
        }
        List<String> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, random);
        Geography geography = load("", String.join("\r\n", shuffled));
        assertEquals(List.of(), found(), "seed 31");
        for (Prefix prefix : prefixes) {
            List<String> around = prefixes.stream()
                    .filter(other -> other.contains(
                            Prefix.masked(prefix.ipv6(), prefix.high(), prefix.low(), Prefix.width(prefix.ipv6()))))
                    .sorted(Comparator.comparingInt(Prefix::length).reversed())
                    .map(other -> "n" + prefixes.indexOf(other))
                    .toList();
            assertEquals(around, geography.facts(prefix).networks(), "seed 31, " + prefix);
        }
        assertTrue(geography.knows("n399"));
    }
}
