package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.MmdbWriter;
import io.proxima.net.Prefix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program does when databases and files of networks are replaced under it. */
class ReplacedDatabasesIT {
    private static final String CLIENT = "198.51.100.0/24";
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(20);
    private static final Set<String> CHINA = Set.of("192.0.2.1");
    private static final Set<String> JAPAN = Set.of("192.0.2.2");
    private static final Set<String> OFFICE = Set.of("192.0.2.3");
    private static final Set<String> OTHERS = Set.of("192.0.2.4");

    @TempDir
    private Path folder;

    private Path database;
    private Path networks;
    private Program program;
    private InetSocketAddress server;

    @BeforeEach
    void serve() throws IOException {
        Files.createDirectories(folder.resolve("zones"));
        Files.createDirectories(folder.resolve("geoip"));
        Files.writeString(folder.resolve("zones/example.com.zone"), """
                $ORIGIN example.com.
                $TTL 60
                @   SOA ns1 hostmaster 1 3600 600 604800 30
                @   NS  ns1
                ns1 A   127.0.0.1
                www A   192.0.2.1
                www A   192.0.2.2
                www A   192.0.2.3
                www A   192.0.2.4
                """);
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), """
                pools:
                  edge:
                    choose: line
                    groups:
                      - {line: office, members: [192.0.2.3]}
                      - {line: CN, members: [192.0.2.1]}
                      - {line: JP, members: [192.0.2.2]}
                      - {line: default, members: [192.0.2.4]}
                names:
                  www: {pool: edge}
                """);
        Files.writeString(folder.resolve("geoip/lines.yaml"), """
                networks: {office: [203.0.113.0/24]}
                networks-files: [networks.csv]
                """);
        database = Files.write(folder.resolve("geoip/country.mmdb"), countries("CN"));
        networks = Files.writeString(folder.resolve("geoip/networks.csv"), "203.0.113.0/25,JP\n");
        server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Asking.freePort());
        Path config =
                Files.writeString(folder.resolve("proxima.yaml"), """
                node: ns1
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                geo: {databases: [geoip/country.mmdb], lines: geoip/lines.yaml}
                """.formatted(server.getPort(), Asking.freePort()));
        program = Program.serve(config);
    }

    @AfterEach
    void end() throws InterruptedException {
        try (Program running = program) {
            running.terminate();
            assertEquals(0, running.awaitEnd(), "the exit code after SIGTERM");
        }
    }

    private static byte[] countries(String country) {
        MmdbWriter writer = new MmdbWriter("GeoLite2-Country");
        writer.put(Prefix.parse(CLIENT), Map.of("country", Map.of("iso_code", country)));
        return writer.bytes();
    }

    private Set<String> given() throws IOException {
        return Asking.addresses(server, "www.example.com", CLIENT);
    }

    /** Asks without a pause: the old answer, then the new one, and never another. */
    private void assertTurns(Set<String> before, Set<String> after) throws IOException {
        long end = System.nanoTime() + SERVED_WITHIN.toNanos();
        Set<String> given = given();
        while (given.equals(before) && System.nanoTime() < end) {
            given = given();
        }
        assertEquals(after, given);
        for (int i = 0; i < 200; i++) {
            assertEquals(after, given(), "once it has turned it stays");
        }
    }

    /** Waits for the finding, asking without a pause: always the same answer. */
    private void assertStays(Set<String> answer, String finding) throws IOException {
        long end = System.nanoTime() + SERVED_WITHIN.toNanos();
        while (System.nanoTime() < end && program.err().stream().noneMatch(line -> line.contains(finding))) {
            assertEquals(answer, given());
        }
        assertTrue(
                program.err().stream().anyMatch(line -> line.contains(finding)), () -> finding + ": " + program.err());
        assertEquals(answer, given());
    }

    private void replace(Path file, byte[] octets) throws IOException {
        Path beside = Files.write(folder.resolve("beside"), octets);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void replacedDatabasesAndNetworksAreServedWithoutAWrongAnswer() throws IOException {
        assertEquals(CHINA, given());
        replace(database, countries("JP"));
        assertTurns(CHINA, JAPAN);
        Files.write(database, countries("DE"));
        assertTurns(JAPAN, OTHERS);
        replace(networks, "198.51.100.0/24,office\n".getBytes(StandardCharsets.US_ASCII));
        assertTurns(OTHERS, OFFICE);
        Files.writeString(networks, "198.51.100.0/24,CN,31.2,121.5\n");
        assertTurns(OFFICE, CHINA);
    }

    /** A file of networks may stand anywhere, and may be named only while the server runs. */
    @Test
    void networksFarFromTheLinesAreFollowed() throws IOException {
        Path far = Files.createDirectories(folder.resolve("elsewhere")).resolve(".rows");
        Files.writeString(far, "198.51.100.0/24,office\n");
        assertEquals(CHINA, given());
        Files.writeString(folder.resolve("geoip/lines.yaml"), """
                networks: {office: [203.0.113.0/24]}
                networks-files: [../elsewhere/.rows]
                """);
        assertTurns(CHINA, OFFICE);
        Files.writeString(far, "198.51.100.0/24,JP\n");
        assertTurns(OFFICE, JAPAN);
        replace(far, "198.51.100.0/24,nowhere-else\n".getBytes(StandardCharsets.US_ASCII));
        assertTurns(JAPAN, CHINA);
        Files.delete(far);
        assertStays(CHINA, "cannot be read");
        replace(far, "198.51.100.0/25,office\n".getBytes(StandardCharsets.US_ASCII));
        assertTurns(CHINA, OFFICE);
    }

    @Test
    void brokenDatabasesAndNetworksLeaveTheOldAnswers() throws IOException {
        byte[] whole = countries("JP");
        assertEquals(CHINA, given());
        replace(database, Arrays.copyOf(whole, whole.length / 2));
        assertStays(CHINA, "country.mmdb:1:1: error: this is no whole MaxMind DB");
        replace(database, "network,country\n".getBytes(StandardCharsets.US_ASCII));
        assertStays(CHINA, "stays");
        byte[] circle = whole.clone();
        Arrays.fill(circle, 0, 600, (byte) 0);
        replace(database, circle);
        assertStays(CHINA, "its search tree is deeper than an address is long");
        Files.delete(database);
        assertStays(CHINA, "there is no such database");
        replace(database, countries("CN"));
        replace(networks, "198.51.100.0/24,office\n198.51.100.1/24,office\n".getBytes(StandardCharsets.US_ASCII));
        assertStays(CHINA, "networks.csv:2:1: error: \"198.51.100.1/24\" has bits set beyond its length");
        replace(networks, "198.51.100.0/24,office\n".getBytes(StandardCharsets.US_ASCII));
        replace(database, whole);
        assertTurns(CHINA, OFFICE);
    }
}
