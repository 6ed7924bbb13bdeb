package io.proxima;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A replica of the packaged program that loses its disk, and gets back what it was. */
class BackupIT {
    private static final String CLIENT = "198.51.100.0/24";
    private static final Duration WITHIN = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private Path config;
    private InetSocketAddress dns;

    @BeforeEach
    void write() throws IOException {
        dns = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Asking.freePort());
        Files.createDirectories(folder.resolve("zones"));
        config = Files.writeString(folder.resolve("proxima.yaml"), """
                node: ns1
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                """.formatted(dns.getPort(), Asking.freePort()));
        zone("192.0.2.21", 1);
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), """
                pools:
                  edge: {choose: all, members: [sh, gz]}
                names:
                  www: {pool: edge}
                """);
    }

    private void zone(String guangzhou, int serial) throws IOException {
        Files.writeString(folder.resolve("zones/example.com.zone"), """
                $TTL 60
                @     SOA ns1 hostmaster %d 3600 600 604800 30
                @     NS  ns1
                ns1   A   127.0.0.1
                www   A   192.0.2.11
                www   A   %s
                sh    A   192.0.2.11
                gz    A   %s
                """.formatted(serial, guangzhou, guangzhou));
    }

    private Set<String> www() throws IOException {
        return Asking.addresses(dns, "www.example.com", CLIENT);
    }

    /** Runs a command; gives what it prints. */
    private String command(int exitCode, String... words) throws IOException, InterruptedException {
        try (Program program = Program.run(words)) {
            assertEquals(exitCode, program.awaitEnd(), () -> String.join(" ", words) + program.out() + program.err());
            List<String> all = new ArrayList<>(program.out());
            all.addAll(program.err());
            return String.join("\n", all);
        }
    }

    private String here(int exitCode, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", config.toString()));
        return command(exitCode, all.toArray(String[]::new));
    }

    private String url() throws IOException {
        return Files.readString(config).replaceAll("(?s).*control: \"([^\"]+)\".*", "http://$1");
    }

    private static long kept(Path state) throws IOException {
        Path manifests = state.resolve("releases/manifests");
        if (!Files.exists(manifests)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(manifests)) {
            return all.filter(file -> String.valueOf(file.getFileName()).matches("[0-9a-f]{64}"))
                    .count();
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    void whatWasServedIsServedAgainAfterTheDiskIsLost() throws IOException, InterruptedException {
        Path safe = Files.createDirectories(folder.resolve("safe"));
        Path zones = folder.resolve("zones");
        Path state = folder.resolve("var");
        String first;
        try (Program running = Program.serve(config)) {
            first = running.out().getFirst().replaceAll(".*release=(\\S+).*", "$1");
            assertEquals(Set.of("192.0.2.11", "192.0.2.21"), www());
            await().atMost(WITHIN).until(() -> Files.exists(state.resolve("release")) && kept(state) == 1);
            zone("192.0.2.22", 2);
            String edit = here(1, "diff", first, "files");
            assertTrue(edit.contains("""
                              ~ example.com. SOA serial 1 → 2
                              - gz.example.com. A 192.0.2.21
                              + gz.example.com. A 192.0.2.22
                            """), edit);
            await().atMost(WITHIN).until(() -> www().contains("192.0.2.22"));
            await().atMost(WITHIN)
                    .untilAsserted(
                            () -> assertTrue(command(0, "diff", "--url", url()).contains("mean the same")));
            String remote = command(1, "diff", "previous", "current", "--url", url());
            assertTrue(
                    remote.contains("+ gz.example.com. A 192.0.2.22")
                            && remote.endsWith("2 added, 2 removed, 1 changed"),
                    remote);
            here(0, "drain", "edge/sh", "--why", "disk");
            await().atMost(WITHIN).until(() -> www().equals(Set.of("192.0.2.22")));
            await().atMost(WITHIN)
                    .untilAsserted(
                            () -> assertTrue(here(0, "backup", safe.toString()).contains("2 releases, ")));
            assertTrue(command(
                            0,
                            "backup",
                            "--url",
                            url(),
                            folder.resolve("remote.tar").toString())
                    .contains("1 override, "));
            assertTrue(here(3, "restore", safe.toString(), "--force").contains("a server runs on "));
            running.kill();
        }
        delete(state);
        delete(zones);
        assertTrue(here(0, "restore", safe.toString()).contains("restored to "));
        assertTrue(here(3, "restore", folder.resolve("remote.tar").toString()).contains("is not empty"));
        try (Program _ = Program.serve(config)) {
            assertEquals(Set.of("192.0.2.22"), www(), "the override is in force");
            assertTrue(here(0, "journal", "--limit", "1000").contains("disk"));
            here(0, "undrain", "edge/sh");
            await().atMost(WITHIN).until(() -> www().equals(Set.of("192.0.2.11", "192.0.2.22")));
        }
        here(0, "checkout", "current", folder.resolve("back").toString());
        Files.move(folder.resolve("back/zones"), zones);
        assertTrue(here(0, "diff").contains("mean the same"));
        try (Program running = Program.serve(config)) {
            assertEquals(Set.of("192.0.2.11", "192.0.2.22"), www());
            assertFalse(
                    running.err().toString().contains("ERROR"),
                    () -> running.err().toString());
        }
        assertTrue(here(0, "restore", folder.resolve("remote.tar").toString(), "--force")
                .contains(".before-"));
        assertTrue(here(2, "diff", "0000").contains("no release that is kept begins with 0000"));
    }
}
