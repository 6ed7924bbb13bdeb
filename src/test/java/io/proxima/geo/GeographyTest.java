package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.net.Prefix;
import io.proxima.net.PrefixMap;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeographyTest {
    private static final Path CITY = Path.of("geoip/demo.mmdb");
    private static final Path ASN = Path.of("geoip/demo-asn.mmdb");
    private static final Coordinates SHANGHAI = new Coordinates(31.23, 121.47);
    private static final Coordinates FRANKFURT = new Coordinates(50.11, 8.68);

    @TempDir
    private Path folder;

    private final Findings findings = new Findings();

    private Geography load(List<Path> databases, @Nullable String home, String lines) throws IOException {
        Path file = Files.writeString(folder.resolve("lines.yaml"), lines);
        return Geography.load(databases, file, home, findings);
    }

    private Geography shipped() {
        return Geography.load(List.of(CITY, ASN), Path.of("geoip/lines.yaml"), "CN", findings);
    }

    private static List<String> lines(Geography geography, String client) {
        return geography.inheritance(geography.facts(Prefix.parse(client)));
    }

    private static Facts facts(Geography geography, String client) {
        return geography.facts(Prefix.parse(client));
    }

    private List<String> messages() {
        return findings.sorted().stream()
                .map(finding -> Path.of(finding.place().file()).getFileName() + ":"
                        + finding.place().line() + ":" + finding.place().column() + ": "
                        + (finding.level() == Finding.Level.ERROR ? "" : "warning: ") + finding.message())
                .toList();
    }

    @Test
    void shippedSetKnowsTheDemoClients() {
        Geography geography = shipped();
        assertEquals(List.of(), messages());
        assertEquals(
                List.of(
                        "CN-SH/unicom",
                        "CN-SH",
                        "east-china/unicom",
                        "east-china",
                        "CN/unicom",
                        "asia/unicom",
                        "unicom",
                        "CN",
                        "asia",
                        "default"),
                lines(geography, "198.51.100.1"));
        assertEquals(lines(geography, "198.51.100.1"), lines(geography, "127.0.0.1"));
        assertEquals(lines(geography, "198.51.100.1"), lines(geography, "2001:db8:1::/56"));
        assertEquals("CN-GD/telecom", lines(geography, "198.51.100.64/26").getFirst());
        assertEquals("CN-BJ/cernet", lines(geography, "198.51.100.128/26").getFirst());
        assertEquals("CN-SC/mobile", lines(geography, "198.51.100.192/26").getFirst());
        assertTrue(lines(geography, "203.0.113.1").containsAll(List.of("DE", "europe", "overseas")));
        assertTrue(lines(geography, "203.0.113.70").containsAll(List.of("US-CA/comcast", "north-america")));
        assertEquals(List.of("default"), lines(geography, "192.0.2.200"));
        assertEquals(FRANKFURT, facts(geography, "2001:db8:3::1").coordinates());
        assertEquals(
                Map.of(
                        "country",
                        CITY.toString(),
                        "subdivisions",
                        CITY.toString(),
                        "continent",
                        CITY.toString(),
                        "coordinates",
                        CITY.toString(),
                        "isps",
                        ASN.toString()),
                facts(geography, "198.51.100.1").sources());
    }

    @Test
    void linesInheritInTheOrderOfTheDesign() throws IOException {
        Geography geography = load(List.of(CITY, ASN), "US", """
                areas:
                  world: [JP, CN]
                  second: [CN-SH]
                  first: [CN-GD, CN-SH]
                  east: {continent: AS}
                isps: {backbone: [4837], unicom: [4837]}
                networks:
                  campus: [198.51.100.0/24]
                  office: [198.51.100.0/28]
                """);
        assertEquals(
                List.of(
                        "office",
                        "campus",
                        "CN-SH/backbone",
                        "CN-SH/unicom",
                        "CN-SH",
                        "second/backbone",
                        "second/unicom",
                        "first/backbone",
                        "first/unicom",
                        "second",
                        "first",
                        "CN/backbone",
                        "CN/unicom",
                        "world/backbone",
                        "world/unicom",
                        "east/backbone",
                        "east/unicom",
                        "backbone",
                        "unicom",
                        "CN",
                        "world",
                        "east",
                        "overseas",
                        "default"),
                lines(geography, "198.51.100.1"));
        assertEquals(List.of("lines.yaml:6:35: warning: AS number 4837 stands in \"backbone\" too"), messages());
        assertFalse(lines(geography, "203.0.113.70").contains("overseas"));
    }

    @Test
    void networkPutOnALineReplacesPlaceAndIsp() throws IOException {
        Files.writeString(folder.resolve("n.csv"), """
                # comment
                203.0.113.64/28,CN-GD/telecom,23.5,113.5
                2001:db8:3::/64,europe/telecom
                """);
        Geography geography = load(List.of(CITY, ASN), null, """
                areas: {europe: {continent: EU}}
                isps: {telecom: [4134], unicom: [4837], dtag: [3320]}
                networks:
                  CN-SH/unicom: [203.0.113.0/26]
                  DE: [198.51.100.0/26]
                  unicom: [198.51.100.64/26]
                networks-files: [n.csv]
                """);
        assertEquals(List.of(), messages());
        Facts moved = facts(geography, "203.0.113.1");
        assertEquals("CN", moved.country());
        assertEquals(List.of("CN-SH"), moved.subdivisions());
        assertEquals(List.of("unicom"), moved.isps());
        assertEquals("AS", moved.continent());
        assertNull(moved.coordinates());
        assertEquals(new Coordinates(31.2, 121.5), Geography.coordinates(moved));
        assertEquals(
                new Coordinates(23.5, 113.5), facts(geography, "203.0.113.64").coordinates());
        assertEquals(List.of("europe/telecom", "telecom", "europe", "default"), lines(geography, "2001:db8:3::"));
        assertEquals(List.of("DE", "europe", "default"), lines(geography, "198.51.100.1"));
        assertEquals(List.of("unicom", "default"), lines(geography, "198.51.100.65"));
    }

    @Test
    void everyDefectOfTheLinesFileIsFoundWithItsPlace() throws IOException {
        Files.writeString(folder.resolve("bad.csv"), "192.0.2.0/24,lab,91,0\n192.0.2.0\n192.0.2.1/24,lab\n");
        Geography unused = load(List.of(), "cn", """
                areas:
                  default: [CN]
                  Asia: [CN]
                  a: [cn, CN-SHANGHAI, XX]
                  b: {continent: EUR}
                isps:
                  a: [1]
                  i: [0, 99999999999]
                networks:
                  lab: [192.0.2.0/24, nonsense]
                  CN-SH/none: [198.51.100.0/24]
                  i: [192.0.2.0/24]
                  overseas: [203.0.113.0/24]
                networks-files: [bad.csv, missing.csv]
                extra: 1
                """);
        assertTrue(unused.knows("lab"));
        List<String> places = messages().stream()
                .map(message -> message.substring(0, message.indexOf(": ")))
                .toList();
        assertEquals(
                List.of(
                        "bad.csv:1:18",
                        "bad.csv:2:1",
                        "bad.csv:3:1",
                        "lines.yaml:1:1",
                        "lines.yaml:2:3",
                        "lines.yaml:3:3",
                        "lines.yaml:4:7",
                        "lines.yaml:4:11",
                        "lines.yaml:4:24",
                        "lines.yaml:5:18",
                        "lines.yaml:7:3",
                        "lines.yaml:8:7",
                        "lines.yaml:8:10",
                        "lines.yaml:10:23",
                        "lines.yaml:11:3",
                        "lines.yaml:12:7",
                        "lines.yaml:13:3",
                        "lines.yaml:14:1",
                        "lines.yaml:15:1"),
                places,
                String.join("\n", messages()));
    }

    @Test
    void linesAreKnownOrHinted() {
        Geography geography = shipped();
        for (String line :
                List.of("default", "overseas", "CN", "CN-SH", "CN-SH/unicom", "asia", "asia/mobile", "cernet")) {
            assertTrue(geography.knows(line), line);
            assertTrue(!line.startsWith("CN-SH") || geography.reachable(line), line);
        }
        for (String line : List.of("XX", "cn", "CN-SH/unicorn", "", "/", "unicom/CN", "CN/")) {
            assertFalse(geography.knows(line), line);
        }
        geography.check("CN-SH/unicon", Place.start("p"), findings);
        geography.check("FR", Place.start("p"), findings);
        geography.check("CN-SH", Place.start("p"), findings);
        assertEquals(2, findings.sorted().size());
        assertEquals(
                "p:1:1: error: there is no ISP \"unicon\" in lines.yaml (did you mean \"unicom\"?)",
                findings.sorted().getFirst().toString());
        assertEquals(Finding.Level.WARNING, findings.sorted().getLast().level());
    }

    @Test
    void lineMapHoldsTheDeclaredLinesOfEveryClassOnce() {
        Geography geography = shipped();
        LineMap map = geography.lineMap(List.of("CN-SH/unicom", "CN", "europe", "default"));
        assertSame(map, geography.lineMap(List.of("default", "CN", "europe", "CN-SH/unicom")));
        long shanghai = map.classes().lookup(Prefix.parse("198.51.100.1"));
        assertEquals(
                List.of("CN-SH/unicom", "CN", "default"), map.linesOfClass().get(PrefixMap.value(shanghai)));
        assertEquals(26, PrefixMap.depth(shanghai));
        long beijing = map.classes().lookup(Prefix.parse("198.51.100.130"));
        assertEquals(List.of("CN", "default"), map.linesOfClass().get(PrefixMap.value(beijing)));
        assertEquals(25, PrefixMap.depth(beijing));
        assertEquals(
                map.linesOfClass().size(),
                map.linesOfClass().stream().distinct().count());
        long all = geography.lineMap(List.of("default")).classes().lookup(Prefix.parse("198.51.100.1"));
        assertEquals(0, PrefixMap.depth(all));
    }

    @Test
    void siteMapOrdersTheNearestSites() throws IOException {
        Geography geography = load(List.of(CITY), null, "networks: {FJ: [192.0.2.128/26]}");
        List<Coordinates> sites =
                List.of(FRANKFURT, SHANGHAI, new Coordinates(-14, -171), new Coordinates(-33, 151), SHANGHAI);
        SiteMap map = geography.siteMap(sites, 0);
        assertArrayEquals(new int[] {1, 4, 3, 2, 0}, nearest(map, "198.51.100.1"));
        assertArrayEquals(new int[] {0, 1, 4, 2, 3}, nearest(map, "203.0.113.1"), "ties by index");
        assertEquals(2, nearest(map, "192.0.2.129")[0], "across the antimeridian, from the middle of a country");
        assertArrayEquals(new int[0], nearest(map, "192.0.2.250"));
        assertSame(map, geography.siteMap(sites, 0));
    }

    private static int[] nearest(SiteMap map, String client) {
        return map.nearestOfClass().get(PrefixMap.value(map.classes().lookup(Prefix.parse(client))));
    }

    @Test
    void distancesHoldAtThePolesAndTheAntipodes() {
        assertEquals(0, GreatCircle.metres(new Coordinates(90, 0), new Coordinates(90, 137)));
        assertEquals(20_015_114, GreatCircle.metres(new Coordinates(90, 0), new Coordinates(-90, 5)));
        assertEquals(
                20_015_114.0, (double) GreatCircle.metres(new Coordinates(10, 20), new Coordinates(-10, -160)), 1.0);
        assertEquals(222_390, GreatCircle.metres(new Coordinates(0, 179), new Coordinates(0, -179)));
        List<Coordinates> ten = List.copyOf(Collections.nCopies(10, SHANGHAI));
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5, 6, 7),
                GreatCircle.nearest(FRANKFURT, ten, 0).sites());
    }

    @Test
    void firstDatabaseThatKnowsAFactGivesIt() throws IOException {
        MmdbWriter flat = new MmdbWriter("city ipv4");
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("country_code", "CN");
        record.put("state1", "Guangdong Province");
        flat.put(Prefix.parse("198.51.100.0/25"), record);
        flat.put(Prefix.parse("203.0.113.0/26"), Map.of("autonomous_system_number", new MmdbWriter.Uint(6, 4134)));
        flat.put(Prefix.parse("192.0.2.0/24"), Map.of("isp", "China Unicom"));
        Path file = Files.write(folder.resolve("flat.mmdb"), flat.bytes());
        Geography geography =
                load(List.of(file, CITY, ASN), null, "isps: {telecom: [4134], unicom: [4837, china unicom]}");
        Facts shanghai = facts(geography, "198.51.100.1");
        assertEquals(List.of("CN-GD"), shanghai.subdivisions());
        assertEquals(SHANGHAI, shanghai.coordinates());
        assertEquals(List.of("unicom"), shanghai.isps());
        assertEquals(file.toString(), shanghai.sources().get("country"));
        assertEquals(List.of("telecom"), facts(geography, "203.0.113.1").isps());
        assertEquals("DE", facts(geography, "203.0.113.1").country());
        assertEquals(List.of("unicom"), facts(geography, "192.0.2.200").isps());
        assertEquals(List.of(), messages());
    }

    /** The records of MaxMind's own Country and ISP databases, in the form that their readers expect. */
    @Test
    void countryAndIspDatabasesCompleteEachOther() throws IOException {
        MmdbWriter country = new MmdbWriter("GeoIP2-Country");
        country.put(
                Prefix.parse("198.51.100.0/24"),
                Map.of("continent", Map.of("code", "EU"), "country", Map.of("iso_code", "DE")));
        MmdbWriter isp = new MmdbWriter("GeoIP2-ISP");
        isp.put(
                Prefix.parse("198.51.100.0/25"),
                Map.of("autonomous_system_number", new MmdbWriter.Uint(6, 64496), "isp", "Example Carrier"));
        isp.put(Prefix.parse("198.51.100.128/25"), Map.of("organization", "Example Campus"));
        Geography geography = load(
                List.of(
                        Files.write(folder.resolve("country.mmdb"), country.bytes()),
                        Files.write(folder.resolve("isp.mmdb"), isp.bytes())),
                null,
                "isps: {carrier: [example carrier], numbered: [64496], campus: [example campus]}");
        Facts low = facts(geography, "198.51.100.1");
        assertEquals("DE", low.country());
        assertEquals("EU", low.continent());
        assertEquals(List.of("carrier", "numbered"), low.isps());
        assertEquals(List.of("campus"), facts(geography, "198.51.100.200").isps());
        assertEquals(List.of(), messages());
    }

    @Test
    void typesOfConnectionAreIspsBesideTheCarrier() throws IOException {
        MmdbWriter isp = new MmdbWriter("GeoIP2-ISP");
        isp.put(Prefix.parse("198.51.100.0/25"), Map.of("isp", "Example Carrier"));
        MmdbWriter type = new MmdbWriter("GeoIP2-Connection-Type");
        type.put(Prefix.parse("198.51.100.0/26"), Map.of("connection_type", "Cellular"));
        type.put(Prefix.parse("198.51.100.64/26"), Map.of("connection_type", "Corporate"));
        type.put(Prefix.parse("203.0.113.0/24"), Map.of("connection_type", "Cable/DSL"));
        Geography geography = load(
                List.of(
                        Files.write(folder.resolve("isp.mmdb"), isp.bytes()),
                        Files.write(folder.resolve("type.mmdb"), type.bytes())),
                null,
                "isps: {handheld: [cellular], carrier: [example carrier], fixed: [Cable/DSL, satellite]}");
        assertEquals(
                List.of("handheld", "carrier"), facts(geography, "198.51.100.1").isps());
        assertEquals(List.of("carrier"), facts(geography, "198.51.100.65").isps());
        assertEquals(List.of("fixed"), facts(geography, "203.0.113.1").isps());
        assertEquals(List.of("fixed", "default"), lines(geography, "203.0.113.1"));
        assertEquals(List.of(), messages());
    }

    @Test
    void databaseOfAWrongTypeIsAFinding() throws IOException {
        for (String type : List.of("GeoIP2-Domain", "GeoLite2-City", "weather ipv4")) {
            MmdbWriter writer = new MmdbWriter(type);
            writer.put(Prefix.parse("198.51.100.0/24"), Map.of("domain", "example.com"));
            Path file = Files.write(folder.resolve("wrong.mmdb"), writer.bytes());
            Findings here = new Findings();
            assertTrue(Database.read(file, here).isEmpty(), type);
            assertEquals(
                    file + ":1:1: error: none of its records says where or whose an address is: its type is \"" + type
                            + "\" (City, Country, Enterprise, ISP, ASN and Connection-Type databases do)",
                    here.sorted().getFirst().toString());
        }
    }

    @Test
    void ipv4IsNotTakenFromItsAliases() {
        Geography geography = shipped();
        assertNull(geography.facts(new Prefix(true, 0, 0xffff_c633_6401L, 128)).country());
        assertNull(facts(geography, "::198.51.100.1").country());
        assertEquals("CN", facts(geography, "198.51.100.1").country());
    }

    @Test
    void brokenDatabasesAreFindings() throws IOException {
        byte[] whole = Files.readAllBytes(CITY);
        List<Path> broken = List.of(
                folder.resolve("missing.mmdb"),
                Files.write(folder.resolve("empty.mmdb"), new byte[0]),
                Files.writeString(folder.resolve("text.mmdb"), "not a database"),
                Files.write(folder.resolve("cut.mmdb"), Arrays.copyOf(whole, whole.length / 2)),
                folder);
        Geography geography = Geography.load(broken, null, null, findings);
        assertEquals(broken.size(), findings.sorted().size());
        assertEquals(List.of("default"), lines(geography, "198.51.100.1"));
    }

    @Test
    void damagedOctetsNeverThrow() throws IOException {
        byte[] whole = Files.readAllBytes(CITY);
        Random random = new Random(7);
        for (int i = 0; i < 60; i++) {
            byte[] damaged = whole.clone();
            for (int j = 0; j < 20; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("damaged.mmdb"), damaged);
            Geography.load(List.of(file), null, null, findings).facts(Prefix.parse("198.51.100.1"));
        }
    }
}
