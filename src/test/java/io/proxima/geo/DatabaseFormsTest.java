package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.net.Prefix;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.source.RejectedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The forms that databases come in beside MaxMind's, and what is said of those that are broken. */
class DatabaseFormsTest {
    private static final String LINES = """
            isps:
              telecom: [64496, 电信]
              unicom: [64497, 联通]
              named: [example campus]
            """;

    @TempDir
    private Path folder;

    private final Findings findings = new Findings();

    static Stream<Named<Path>> rejected() throws IOException {
        return RejectedFiles.in("databases", ".csv");
    }

    @ParameterizedTest
    @MethodSource("rejected")
    void everyWrongRowIsFoundWithItsPlace(Path file) throws IOException {
        Findings here = new Findings();
        boolean used = Database.read(file, here).isPresent();
        Findings byName = new Findings();
        here.sorted().forEach(finding -> {
            if (finding.level() == Finding.Level.ERROR) {
                byName.error(place(finding), finding.message(), finding.hint());
            } else {
                byName.warning(place(finding), finding.message(), finding.hint());
            }
        });
        RejectedFiles.assertFound(file, ".csv", byName);
        assertEquals(!here.hasErrors(), used);
    }

    private static Place place(Finding finding) {
        return new Place(
                RejectedFiles.name(Path.of(finding.place().file())),
                finding.place().line(),
                finding.place().column());
    }

    private Geography load(List<Path> databases) throws IOException {
        Path lines = Files.writeString(folder.resolve("lines.yaml"), LINES);
        return Geography.load(databases, lines, "CN", findings);
    }

    private static Facts facts(Geography geography, String client) {
        return geography.facts(Prefix.parse(client));
    }

    @Test
    void rowsOfNumbersGiveTheIspOfBothFamilies() throws IOException {
        Path csv = Files.writeString(folder.resolve("asn.csv"), """
                # FIRST,LAST,NUMBER,ORGANISATION
                192.0.2.0,192.0.2.127,64496,Example
                192.0.2.64,192.0.2.200,64497,"Example, Inc."
                198.51.100.0,198.51.100.255,0,
                203.0.113.0,203.0.113.63,64499,Example Campus
                2001:db8::,2001:db8::ffff,64497,
                """);
        Geography geography = load(List.of(csv));
        assertEquals(List.of("telecom"), facts(geography, "192.0.2.63").isps());
        assertEquals(List.of("unicom"), facts(geography, "192.0.2.64").isps(), "the later row stands");
        assertEquals(List.of("unicom"), facts(geography, "192.0.2.200").isps());
        assertEquals(List.of(), facts(geography, "192.0.2.201").isps());
        assertEquals(List.of(), facts(geography, "198.51.100.1").isps());
        assertEquals(List.of("named"), facts(geography, "203.0.113.1").isps());
        assertEquals(List.of("unicom"), facts(geography, "2001:db8::1").isps());
        assertEquals(List.of(), facts(geography, "2001:db8::1:0").isps());
        assertEquals(
                List.of(csv + ":3:1: warning: 1 row overlaps the row before (the later one stands)"),
                findings.sorted().stream().map(Finding::toString).toList());
    }

    @Test
    void regionsOfChinaGiveProvinceAndCarrierAndTheRestNothing() throws IOException {
        Path xdb = Files.write(folder.resolve("china.xdb"), regions().bytes());
        Geography geography = load(List.of(xdb));
        assertEquals(List.of(), findings.sorted());
        Facts shanghai = facts(geography, "192.0.2.1");
        assertEquals("CN", shanghai.country());
        assertEquals(List.of("CN-SH"), shanghai.subdivisions());
        assertEquals(List.of("telecom"), shanghai.isps());
        assertEquals(xdb.toString(), shanghai.sources().get("isps"));
        assertEquals(List.of("CN-NM"), facts(geography, "192.0.2.65").subdivisions());
        assertEquals(List.of("CN-GX"), facts(geography, "192.0.2.130").subdivisions());
        assertEquals("HK", facts(geography, "198.51.100.1").country());
        assertEquals(List.of(), facts(geography, "198.51.100.1").subdivisions());
        assertEquals(null, facts(geography, "203.0.113.1").country());
        assertEquals(null, facts(geography, "203.0.113.129").country());
    }

    @Test
    void explanationsNameWhatTheFilesSay() throws IOException {
        Path xdb = Files.write(folder.resolve("china.xdb"), regions().bytes());
        Path csv = Files.writeString(folder.resolve("asn.csv"), "192.0.2.0,192.0.2.255,64497,Example Campus\n");
        List<Provenance> sources =
                load(List.of(xdb, csv, folder.resolve("none.xdb"))).sources(Prefix.parse("192.0.2.1"));
        assertEquals(
                List.of(
                        new Provenance(
                                xdb.toString(),
                                Prefix.parse("192.0.2.0/26"),
                                Map.of("country", "CN", "subdivision", "CN-SH", "isp", "电信"),
                                null),
                        new Provenance(
                                csv.toString(),
                                Prefix.parse("192.0.2.0/24"),
                                Map.of("autonomous_system_number", "64497", "isp", "example campus"),
                                null)),
                sources.subList(0, 2));
        assertEquals("there is no such database", sources.getLast().problem());
    }

    private static Ip2RegionWriter regions() {
        return new Ip2RegionWriter()
                .put("192.0.2.0", "192.0.2.63", "中国|0|上海|上海市|电信")
                .put("192.0.2.64", "192.0.2.127", "中国|0|内蒙古|包头市|联通")
                .put("192.0.2.128", "192.0.2.255", "中国|0|广西壮族自治区|南宁市|0")
                .put("198.51.100.0", "198.51.100.255", "中国|0|香港|0|0")
                .put("203.0.113.0", "203.0.113.127", "德国|0|黑森|法兰克福|德国电信");
    }

    @Test
    void everyProvinceHasAChineseName() {
        List<String> names = List.of(
                "北京",
                "天津市",
                "河北省",
                "山西省",
                "内蒙古",
                "辽宁省",
                "吉林省",
                "黑龙江省",
                "上海",
                "江苏省",
                "浙江省",
                "安徽省",
                "福建省",
                "江西省",
                "山东省",
                "河南省",
                "湖北省",
                "湖南省",
                "广东省",
                "广西",
                "海南省",
                "重庆",
                "四川省",
                "贵州省",
                "云南省",
                "西藏",
                "陕西省",
                "甘肃省",
                "青海省",
                "宁夏回族自治区",
                "新疆维吾尔自治区",
                "台湾省",
                "香港特别行政区",
                "澳门");
        assertEquals(
                34, names.stream().map(Iso3166::provinceInChinese).distinct().count());
        assertTrue(names.stream().map(Iso3166::provinceInChinese).allMatch(Iso3166::isSubdivision));
    }

    @Test
    void whereTwoDatabasesNameDifferentCarriersTheUpperOneStands() throws IOException {
        Path xdb = Files.write(folder.resolve("china.xdb"), regions().bytes());
        Path csv = Files.writeString(folder.resolve("asn.csv"), "192.0.2.0,192.0.2.255,64497,Example Campus\n");
        assertEquals(
                List.of("telecom"), facts(load(List.of(xdb, csv)), "192.0.2.1").isps());
        assertEquals(
                List.of("unicom", "named"),
                facts(load(List.of(xdb, csv)), "192.0.2.130").isps());
        assertEquals(
                List.of("unicom", "named"),
                facts(load(List.of(csv, xdb)), "192.0.2.1").isps());
    }

    static Stream<Arguments> damaged() throws IOException {
        byte[] city = Files.readAllBytes(Path.of("geoip/demo.mmdb"));
        byte[] xdb = regions().bytes();
        int index = xdb.length - 5 * 14;
        return Stream.of(
                Arguments.of("empty.mmdb", new byte[0], "it is empty"),
                Arguments.of("text.mmdb", "PREFIX,LINE".getBytes(StandardCharsets.US_ASCII), "metadata"),
                Arguments.of("cut.mmdb", Arrays.copyOf(city, city.length / 2), "metadata"),
                Arguments.of("circle.mmdb", changed(city, octets -> pointers(octets, 0)), "circle"),
                Arguments.of("outside.mmdb", changed(city, octets -> pointers(octets, 0xff_ffff)), "outside"),
                Arguments.of("empty.xdb", new byte[0], "within its header, at octet 0"),
                Arguments.of("cut.xdb", Arrays.copyOf(xdb, xdb.length - 20), "index does not fit into it, at octet 8"),
                Arguments.of("version.xdb", changed(xdb, octets -> set(octets, 0, 9)), "its version is 9, not 2"),
                Arguments.of(
                        "order.xdb",
                        changed(xdb, octets -> set(octets, index + 14, 0)),
                        "do not ascend, at octet " + (index + 14)),
                Arguments.of(
                        "outside.xdb",
                        changed(xdb, octets -> set(octets, index + 12, 0x7f)),
                        "points outside, at octet " + (index + 10)),
                Arguments.of(
                        "parts.xdb",
                        changed(xdb, octets -> set(octets, index + 8, 3)),
                        "has not 5 parts, at octet 256"));
    }

    private static byte[] changed(byte[] octets, UnaryOperator<byte[]> change) {
        return change.apply(octets.clone());
    }

    private static byte[] set(byte[] octets, int at, int value) {
        octets[at] = (byte) value;
        return octets;
    }

    /** The first hundred records of a tree of 24-bit records, all pointing to one place. */
    private static byte[] pointers(byte[] octets, int to) {
        for (int at = 0; at < 300; at += 3) {
            octets[at] = (byte) (to >>> 16);
            octets[at + 1] = (byte) (to >>> 8);
            octets[at + 2] = (byte) to;
        }
        return octets;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damaged")
    void brokenDatabaseIsAFindingAndNothingOfItIsUsed(String name, byte[] octets, String said) throws IOException {
        Path file = Files.write(folder.resolve(name), octets);
        Geography geography = load(List.of(file));
        assertEquals(1, findings.sorted().size());
        String found = findings.sorted().getFirst().toString();
        assertTrue(found.startsWith(file + ":1:1: error: this is no whole "), found);
        assertTrue(found.contains(said), found);
        assertEquals(List.of("default"), geography.inheritance(facts(geography, "192.0.2.1")));
    }

    /** A damaged file may be read, or be a finding; it never throws, and never takes long. */
    @Test
    void damagedOctetsNeverThrow() throws IOException {
        byte[] xdb = regions().bytes();
        byte[] csv = "192.0.2.0,192.0.2.255,64496,Example\n2001:db8::,2001:db8::f,64497,\n"
                .getBytes(StandardCharsets.US_ASCII);
        for (Map.Entry<String, byte[]> whole :
                Map.of("a.xdb", xdb, "a.csv", csv).entrySet()) {
            for (long seed = 0; seed < 300; seed++) {
                Random random = new Random(seed);
                byte[] octets = whole.getValue().clone();
                for (int i = 0; i < 3; i++) {
                    octets[random.nextInt(octets.length)] = (byte) random.nextInt();
                }
                Path file = Files.write(folder.resolve(whole.getKey()), octets);
                Findings here = new Findings();
                boolean read = Database.read(file, here).isPresent();
                assertEquals(read, !here.hasErrors(), whole.getKey() + ", seed " + seed);
            }
        }
    }
}
