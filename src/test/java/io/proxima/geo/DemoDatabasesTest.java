package io.proxima.geo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.proxima.net.Prefix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code geoip/demo*.mmdb} are what their table says; {@code -Dproxima.regenerate=true} writes them anew. */
class DemoDatabasesTest {
    private static final Path TABLE = Path.of("src/test/resources/geoip/demo-networks.csv");
    private static final Map<String, String> CONTINENTS =
            Map.of("CN", "AS", "JP", "AS", "DE", "EU", "GB", "EU", "US", "NA", "BR", "SA");

    @Test
    void shippedDatabasesAreMadeFromTheTable() throws IOException {
        MmdbWriter cities = new MmdbWriter("GeoLite2-City");
        MmdbWriter numbers = new MmdbWriter("GeoLite2-ASN");
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] row = line.split(",", -1);
            Prefix prefix = Prefix.parse(row[0]);
            Map<String, Object> city = new LinkedHashMap<>();
            city.put("city", Map.of("names", Map.of("en", row[3])));
            city.put("continent", Map.of("code", CONTINENTS.getOrDefault(row[1], "")));
            city.put("country", Map.of("iso_code", row[1]));
            Map<String, Object> location = new LinkedHashMap<>();
            location.put("latitude", Double.valueOf(row[4]));
            location.put("longitude", Double.valueOf(row[5]));
            city.put("location", location);
            city.put("subdivisions", List.of(Map.of("iso_code", row[2])));
            cities.put(prefix, city);
            Map<String, Object> number = new LinkedHashMap<>();
            number.put("autonomous_system_number", new MmdbWriter.Uint(6, Long.parseLong(row[6])));
            number.put("autonomous_system_organization", row[7]);
            numbers.put(prefix, number);
        }
        assertShipped("geoip/demo.mmdb", cities.bytes());
        assertShipped("geoip/demo-asn.mmdb", numbers.bytes());
    }

    private static void assertShipped(String file, byte[] made) throws IOException {
        Path path = Path.of(file);
        if (Boolean.getBoolean("proxima.regenerate")) {
            Files.write(path, made);
        }
        assertArrayEquals(made, Files.readAllBytes(path), file + " is not what " + TABLE + " says");
    }
}
