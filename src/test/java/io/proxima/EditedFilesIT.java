package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the packaged program does with files that are edited, broken or removed. */
class EditedFilesIT {
    private static final String CLIENT = "198.51.100.0/24";
    private static final Duration SERVED_WITHIN = Duration.ofSeconds(2);
    private static final String PLACE = "example\\.com\\.%s:%d:%d: error: .+";

    private static final String ZONE = """
            $ORIGIN example.com.
            $TTL 60
            @     SOA ns1 hostmaster 1 3600 600 604800 30
            @     NS  ns1
            ns1   A   127.0.0.1
            plain A   192.0.2.1
            www   A   192.0.2.11
            www   A   192.0.2.21
            sh    A   192.0.2.11
            gz    A   192.0.2.21
            """;
    private static final String POLICY = """
            pools:
              edge:
                choose: line
                groups:
                  - {line: unicom, members: [sh]}
                  - {line: default, members: [gz]}
            names:
              www: {pool: edge}
            """;
    private static final String LINES = """
            isps:
              unicom: [64496]
              telecom: [64497]
            networks:
              CN-SH/unicom: [198.51.100.0/24]
              CN-GD/telecom: [203.0.113.0/24]
            """;

    @TempDir
    private Path folder;

    private Path zone;
    private Path policy;
    private Path lines;
    private Path config;
    private InetSocketAddress server;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("zones"));
        Files.createDirectories(folder.resolve("geoip"));
        zone = Files.writeString(folder.resolve("zones/example.com.zone"), ZONE);
        policy = Files.writeString(folder.resolve("zones/example.com.policy.yaml"), POLICY);
        lines = Files.writeString(folder.resolve("geoip/lines.yaml"), LINES);
        server = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Asking.freePort());
        config = Files.writeString(folder.resolve("proxima.yaml"), """
                node: ns1
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                """.formatted(server.getPort(), Asking.freePort()));
    }

    private Set<String> given(String name) throws IOException {
        return Asking.addresses(server, name + ".example.com", CLIENT);
    }

    private void awaitGiven(String name, Set<String> addresses) {
        await().atMost(SERVED_WITHIN)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> given(name).equals(addresses));
    }

    /** While the server runs. */
    @Nested
    class Served {
        private Program program;

        @BeforeEach
        void serve() throws IOException {
            program = Program.serve(config);
        }

        @AfterEach
        void end() throws InterruptedException {
            try (Program running = program) {
                running.terminate();
                assertEquals(0, running.awaitEnd(), "the exit code after SIGTERM");
            }
        }

        @Test
        void goodEditsAreServedAndBadOnesAreNot() throws IOException {
            assertEquals(Set.of("192.0.2.1"), given("plain"));
            assertEquals(Set.of("192.0.2.11"), given("www"));

            Files.writeString(zone, ZONE.replace("192.0.2.1\n", "192.0.2.2\n"));
            awaitGiven("plain", Set.of("192.0.2.2"));

            Files.writeString(zone, ZONE.replace("192.0.2.1\n", "192.0.2.3\n") + "more  A   192.0.2.300\n");
            program.awaitErr(PLACE.formatted("zone", 11, 11), SERVED_WITHIN);
            program.awaitErr("release [0-9a-f]+ stays", SERVED_WITHIN);
            assertEquals(Set.of("192.0.2.2"), given("plain"));

            Files.writeString(zone, ZONE);
            awaitGiven("plain", Set.of("192.0.2.1"));

            Files.writeString(policy, POLICY.replace("[gz]", "[nobody]"));
            program.awaitErr(PLACE.formatted("policy\\.yaml", 6, 35), SERVED_WITHIN);
            assertEquals(Set.of("192.0.2.11"), given("www"));
        }

        @Test
        void clientsFollowEditedLinesAndARemovedPolicyLeavesTheZone() throws IOException {
            assertEquals(Set.of("192.0.2.11"), given("www"));

            Files.writeString(
                    lines,
                    LINES.replace("198.51.100.0/24", "192.0.2.0/24").replace("203.0.113.0/24", "198.51.100.0/24"));
            awaitGiven("www", Set.of("192.0.2.21"));

            Files.delete(policy);
            awaitGiven("www", Set.of("192.0.2.11", "192.0.2.21"));
        }
    }

    @Test
    void checkSaysWhatIsWrongAndWhere() throws IOException, InterruptedException {
        try (Program good = Program.run("check", "--config", config.toString())) {
            assertEquals(0, good.awaitEnd(), () -> good.out().toString());
        }
        Files.writeString(zone, ZONE + "more  A   192.0.2.300\n");
        Files.writeString(policy, POLICY.replace("{line: default, ", "{line: telecom, "));
        try (Program bad = Program.run("check", "--config", config.toString())) {
            assertEquals(1, bad.awaitEnd());
            assertTrue(
                    bad.out().stream().anyMatch(line -> line.matches(".*" + PLACE.formatted("zone", 11, 11))),
                    () -> bad.out().toString());
            assertTrue(
                    bad.out().stream()
                            .anyMatch(line ->
                                    line.matches(".*" + PLACE.formatted("policy\\.yaml", 3, 5) + " \\(.*default.*\\)")),
                    () -> bad.out().toString());
        }
    }

    @Test
    void serveEndsWhereAZoneIsBroken() throws IOException, InterruptedException {
        Files.writeString(zone, ZONE + "more  A   192.0.2.300\n");
        try (Program program = Program.run("serve", "--config", config.toString())) {
            assertEquals(1, program.awaitEnd());
            assertTrue(
                    program.err().stream().anyMatch(line -> line.matches(".*" + PLACE.formatted("zone", 11, 11))),
                    () -> program.err().toString());
        }
    }

    @Test
    void unknownCommandIsAnErrorOfUsage() throws IOException, InterruptedException {
        try (Program program = Program.run("serv")) {
            assertEquals(2, program.awaitEnd());
        }
    }
}
