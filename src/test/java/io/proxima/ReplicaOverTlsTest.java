package io.proxima;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.config.ServerConfig;
import io.proxima.probe.TestCertificate;
import io.proxima.source.Findings;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole replica whose control address speaks TLS, and commands that ask it. */
class ReplicaOverTlsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String url = "";

    @BeforeEach
    void write() throws IOException {
        pair("server", "localhost");
        pair("other", "localhost");
        pair("caller", "ann.example.net");
        Files.createDirectory(folder.resolve("zones"));
        Files.writeString(folder.resolve("zones/example.com.zone"), ServedFolder.zone("192.0.2.1"));
    }

    private void pair(String file, String name) throws IOException {
        TestCertificate made = TestCertificate.make(Files.createDirectories(folder.resolve(file)), name, "-1d", 30);
        Files.writeString(folder.resolve(file + ".pem"), made.certificate());
        Files.writeString(folder.resolve(file + ".key"), made.key());
    }

    private ServerConfig configured(String tls) throws IOException {
        int control = Asking.freePort();
        url = "https://127.0.0.1:" + control;
        Files.writeString(folder.resolve("proxima.yaml"), """
                node: ns1
                listen: {dns: ["127.0.0.1:%d"], control: "127.0.0.1:%d"}
                control: {tls: %s}
                """.formatted(Asking.freePort(), control, tls));
        return ServerConfig.read(folder.resolve("proxima.yaml"), new Findings()).orElseThrow();
    }

    private Proxima started(String tls) throws IOException {
        Findings findings = new Findings();
        return Proxima.start(configured(tls), findings).orElseThrow(() -> new AssertionError(findings.sorted()));
    }

    private String run(int code, String line, Path... files) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> arguments = new ArrayList<>(Arrays.asList(line.split(" ", -1)));
        for (Path file : files) {
            arguments.set(arguments.indexOf("FILE"), file.toString());
        }
        int ended = CommandLines.run(folder, out, err, arguments.toArray(String[]::new));
        assertEquals(code, ended, () -> out.toString() + err);
        return out.toString() + err;
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    @Test
    void commandsTakeFromTheConfigurationHowToAsk() throws IOException {
        try (Proxima proxima = started("{certificate: server.pem, key: server.key}")) {
            assertTrue(proxima.readyLine().contains(" control=127.0.0.1:"));
            assertTrue(run(0, "status --config FILE", file("proxima.yaml")).contains("ns1"));
            assertTrue(run(0, "status --url " + url + " --ca FILE", file("server.pem"))
                    .contains("ns1"));
            assertTrue(run(1, "status --url " + url).contains("is not trusted here (--ca FILE names who signed it)"));
            assertTrue(run(1, "status --url " + url + " --ca FILE", file("other.pem"))
                    .contains("is not trusted here"));
            assertTrue(run(1, "status --url " + url.replace("https", "http")).contains("is asked as https://"));
            assertEquals("example.com\n", named("names ZONE --url " + url + " --ca FILE"));
            assertEquals("", run(0, "names ZONE --url " + url));

            Files.copy(file("other.pem"), file("server.pem"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertTrue(run(1, "status --config FILE", file("proxima.yaml")).contains("has another certificate than "));
        }
    }

    private String named(String line) throws IOException {
        Files.writeString(folder.resolve("zones/example.com.policy.yaml"), """
                pools:
                  edge: {choose: random, members: [www]}
                names:
                  www: {pool: edge}
                """);
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(20))
                .until(() -> !run(0, line, file("server.pem")).isEmpty());
        return run(0, line, file("server.pem"));
    }

    @Test
    void callersShowACertificateThatIsKnown() throws IOException {
        try (Proxima proxima = started("{certificate: server.pem, key: server.key, client-ca: caller.pem}")) {
            String asked = "status --config FILE";
            String shown = asked + " --client-certificate FILE --client-key FILE";
            assertTrue(proxima.control().address().getPort() > 0);
            assertTrue(run(0, shown, file("proxima.yaml"), file("caller.pem"), file("caller.key"))
                    .contains("ns1"));
            assertTrue(run(1, asked, file("proxima.yaml")).contains("wants a client's certificate"));
            assertTrue(run(1, shown, file("proxima.yaml"), file("other.pem"), file("other.key"))
                    .contains("does not take the certificate of " + file("other.pem")));
        }
    }

    @Test
    void whatIsWrongOnTheCommandLineIsSaid() throws IOException {
        configured("{certificate: server.pem, key: server.key}");
        String shown = "status --config FILE --client-certificate FILE";
        assertTrue(run(2, shown, file("proxima.yaml"), file("caller.pem"))
                .contains("--client-certificate and --client-key go together"));
        assertTrue(run(2, shown + " --client-key FILE", file("proxima.yaml"), file("caller.pem"), file("other.key"))
                .contains("other.key: it is not the key of the certificate"));
        assertTrue(run(2, "status --url http://127.0.0.1:1 --ca FILE", file("server.pem"))
                .contains("--ca is for a server asked by https"));
        assertTrue(
                run(2, "status --url " + url + " --ca FILE", file("server.key")).contains("server.key: "));
        assertTrue(
                run(2, "status --url " + url + " --ca FILE", file("none.pem")).contains("none.pem: it cannot be read"));
    }

    @Test
    void keyOfAnotherCertificateIsAFindingAtTheStart() throws IOException {
        ServerConfig config = configured("{certificate: server.pem, key: other.key}");
        Findings findings = new Findings();
        Optional<Proxima> started = Proxima.start(config, findings);
        assertTrue(started.isEmpty());
        assertEquals(
                file("other.key") + ":1:1: error: it is not the key of the certificate (control.tls.key is that of "
                        + file("server.pem") + ")",
                findings.sorted().getFirst().toString());
    }
}
