package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.net.Prefix;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file says what of an address, asked of real files. */
class ProvenanceTest {
    private static final Path CITIES = Path.of("geoip/demo.mmdb");
    private static final Path NUMBERS = Path.of("geoip/demo-asn.mmdb");

    @TempDir
    Path folder;

    @Test
    void ownNetworksComeFirstAndThenEachDatabaseInItsOrder() throws IOException {
        Path lines = Files.writeString(folder.resolve("lines.yaml"), """
                networks:
                  office: [198.51.100.0/24]
                networks-files: [networks.csv]
                """);
        Path csv = Files.writeString(folder.resolve("networks.csv"), "198.51.100.0/26,office,31.2,121.5\n");
        Findings findings = new Findings();
        Geography geography = Geography.load(List.of(CITIES, NUMBERS), lines, "CN", findings);
        assertEquals(List.of(), findings.sorted());

        List<Provenance> sources = geography.sources(Prefix.parse("198.51.100.1"));

        assertEquals(
                List.of(csv.toString(), lines.toString(), CITIES.toString(), NUMBERS.toString()),
                sources.stream().map(Provenance::file).toList());
        assertEquals(Prefix.parse("198.51.100.0/26"), sources.get(0).network());
        assertEquals(
                Map.of("line", "office", "latitude", "31.2", "longitude", "121.5"),
                sources.get(0).facts());
        assertEquals(Map.of("line", "office"), sources.get(1).facts());
        assertEquals("CN", sources.get(2).facts().get("country.iso_code"));
        assertEquals("SH", sources.get(2).facts().get("subdivisions.iso_code"));
        assertEquals("Shanghai", sources.get(2).facts().get("city.name"));
        assertEquals("4837", sources.get(3).facts().get("autonomous_system_number"));
        Prefix network = sources.get(2).network();
        assertNotNull(network);
        assertTrue(network.contains(Prefix.parse("198.51.100.1")), network.toString());
    }

    @Test
    void aDatabaseThatKnowsNothingSaysSo() {
        Geography geography = Geography.load(List.of(CITIES), null, null, new Findings());
        for (String client : List.of("10.0.0.1", "2001:db9::1", "255.255.255.255", "::1")) {
            Provenance source = geography.sources(Prefix.parse(client)).getFirst();
            assertEquals(Map.of(), source.facts(), client);
            assertEquals("has no record of it", source.problem());
            Prefix network = source.network();
            assertNotNull(network, client);
            assertTrue(network.contains(Prefix.parse(client)), client + " in " + network);
        }
    }

    @Test
    void aDatabaseThatHasGoneIsSaidToBeUnreadable() throws IOException {
        Path copy = Files.copy(CITIES, folder.resolve("city.mmdb"));
        Geography geography = Geography.load(List.of(copy), null, null, new Findings());
        Files.delete(copy);
        Provenance source = geography.sources(Prefix.parse("198.51.100.1")).getFirst();
        assertNull(source.network());
        assertTrue(String.valueOf(source.problem()).startsWith("cannot be read: "), source.toString());
    }
}
