package io.proxima.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.probe.TestCertificate;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key of a check, and what it means where it is not written. */
final class CheckReaderTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    static Path folder;

    private static TestCertificate certificate;

    @BeforeAll
    static void makeFiles() throws IOException {
        certificate = TestCertificate.make(folder, "www.example.com", "-1d", 30);
        TestCertificate other = TestCertificate.make(folder, "www.example.net", "-1d", 30);
        Files.writeString(folder.resolve("own.pem"), certificate.certificate());
        Files.writeString(folder.resolve("own.key"), certificate.key());
        Files.writeString(folder.resolve("other.key"), other.key());
        Files.writeString(folder.resolve("own.token"), "0123456789abcdef\n");
        Files.createFile(folder.resolve("program"));
        assertTrue(folder.resolve("program").toFile().setExecutable(true));
    }

    private static Findings findings(String text) {
        Findings findings = new Findings();
        var _ = read(text, findings);
        return findings;
    }

    private static Map<String, Check> read(String text, Findings findings) {
        String file = folder.resolve("example.com.policy.yaml").toString();
        return PolicyReader.read(file, "checks:\n  c: " + text + "\n", Name.parse("example.com."), findings)
                .map(Policy::checks)
                .orElse(Map.of());
    }

    private static Check read(String text) {
        Findings findings = new Findings();
        Map<String, Check> checks = read(text, findings);
        assertEquals(
                List.of("check \"c\" is never used"),
                findings.sorted().stream().map(Finding::message).toList());
        return Objects.requireNonNull(checks.get("c"));
    }

    private static FileText file(String name, String text) {
        return new FileText(folder.resolve(name), text);
    }

    @Test
    void paceAndSource() {
        assertEquals(
                new Pace(Duration.ofSeconds(5), Duration.ofSeconds(2), SECOND, 0.1),
                read("{kind: tcp, port: 80}").pace());
        assertEquals(
                new Pace(Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(500), 0.1),
                read("{kind: tcp, port: 80, every: 500ms}").pace());
        Check check = read("{kind: tcp, port: 80, every: 9s, timeout: 3s, fast: 200ms, jitter: 0%, fall: 3, rise: 4,"
                + " vantages: 5, source: [\"2001:db8::1\", 192.0.2.1]}");
        assertEquals(new Pace(Duration.ofSeconds(9), Duration.ofSeconds(3), Duration.ofMillis(200), 0), check.pace());
        assertEquals(
                new Source(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("2001:db8::1")), check.source());
        assertEquals(List.of(80, 3, 4, 5), List.of(check.port(), check.fall(), check.rise(), check.vantages()));
        assertEquals(
                new Source(InetAddress.ofLiteral("192.0.2.1"), null),
                read("{kind: icmp, source: 192.0.2.1}").source());
    }

    @Test
    void http() {
        assertEquals(80, read("{kind: http}").port());
        assertEquals(
                new Ask.Http(
                        null, false, "/", null, Map.of(), List.of(new Statuses(200, 200)), Map.of(), null, 64 * 1024),
                read("{kind: http}").ask());
        assertEquals(
                new Ask.Http(
                        null,
                        false,
                        "/ready?x=1",
                        "www.example.com",
                        Map.of("X-Probe", "yes"),
                        List.of(new Statuses(200, 299), new Statuses(301, 301), new Statuses(400, 404)),
                        Map.of(
                                "content-type", new TextRule.Matches("^text/"),
                                "x-ready", new TextRule.Is("yes"),
                                "via", new TextRule.Contains("cache")),
                        new TextRule.Contains("ready: yes"),
                        1000),
                read("{kind: http, path: /ready?x=1, host: www.example.com, request-headers: {X-Probe: yes},"
                                + " expect: [2xx, 301, 400-404], headers: {Content-Type: {matches: ^text/}, X-Ready: yes,"
                                + " Via: {contains: cache}}, body: {contains: \"ready: yes\"}, body-limit: 1000}")
                        .ask());
        assertTrue(((Ask.Http) read("{kind: http, method: HEAD}").ask()).head());
    }

    @Test
    void tls() {
        assertEquals(443, read("{kind: https}").port());
        assertEquals(
                new Tls(true, null, null, null),
                ((Ask.Http) read("{kind: https}").ask()).tls());
        assertEquals(
                new Ask.Certificate(new Tls(true, null, null, null), null, Duration.ofDays(14)),
                read("{kind: tls}").ask());
        assertEquals(
                new Ask.Certificate(
                        new Tls(
                                true,
                                file("own.pem", certificate.certificate()),
                                file("own.pem", certificate.certificate()),
                                file("own.key", certificate.key())),
                        "www.example.com",
                        Duration.ofDays(30)),
                read("{kind: tls, host: www.example.com, ca: own.pem, certificate: own.pem, key: ./own.key,"
                                + " expires-within: 30d}")
                        .ask());
    }

    @Test
    void keyOfAnotherCertificateIsAnError() {
        List<Finding> found =
                findings("{kind: https, certificate: own.pem, key: other.key}").sorted();
        assertEquals(
                "\"key\": other.key: it is not the key of the certificate",
                found.getFirst().message());
        assertFalse(found.toString().contains("BEGIN"));
    }

    @Test
    void secretsAreNotPrinted() {
        assertFalse(read("{kind: push, token-file: own.token}").toString().contains("0123456789abcdef"));
        assertFalse(read("{kind: https, certificate: own.pem, key: own.key}")
                .toString()
                .contains("PRIVATE"));
    }

    @Test
    void dns() {
        assertEquals(53, read("{kind: dns, question: www.example.com}").port());
        assertEquals(
                new Ask.Dns("www.example.com.", 1, Map.of(0, "NOERROR"), null),
                read("{kind: dns, question: www.example.com}").ask());
        assertEquals(
                new Ask.Dns("example.com.", 15, Map.of(0, "NOERROR", 3, "NXDOMAIN"), "10 mail.example.com."),
                read("{kind: dns, question: example.com., type: mx, expect: [NOERROR, NXDOMAIN],"
                                + " answer: 10 Mail.example.com}")
                        .ask());
        assertEquals(
                new Ask.Dns("example.com.", 28, Map.of(0, "NOERROR"), "2001:db8:0:0:0:0:0:1"),
                read("{kind: dns, question: example.com, type: AAAA, answer: \"2001:DB8::1\"}")
                        .ask());
    }

    @Test
    void otherKinds() {
        assertEquals(
                new Ask.Grpc(null, null, ""), read("{kind: grpc, port: 50051}").ask());
        assertEquals(
                new Ask.Grpc(new Tls(false, null, null, null), "www.example.com", "a.v1.Service"),
                read("{kind: grpc, port: 50051, tls: true, verify: false, host: www.example.com, service: a.v1.Service}")
                        .ask());
        assertEquals(new Ask.Icmp(), read("{kind: icmp}").ask());
        assertEquals(0, read("{kind: icmp}").port());
        assertEquals(
                new Ask.Exec(List.of("check_ntp", "-w", "0.5")),
                read("{kind: exec, command: [check_ntp, -w, 0.5]}").ask());
        assertEquals(
                new Ask.Exec(List.of(folder.resolve("program").toString())),
                read("{kind: exec, command: [./program]}").ask());
        assertEquals(123, read("{kind: exec, command: [check_ntp], port: 123}").port());
        Check push = read("{kind: push, token-file: own.token}");
        assertEquals(new Ask.Push(file("own.token", "0123456789abcdef"), Duration.ofSeconds(30)), push.ask());
        assertEquals(SECOND, push.every());
        assertEquals(
                Duration.ofMinutes(2),
                ((Ask.Push) read("{kind: push, token-file: own.token, ttl: 2m}").ask()).ttl());
    }

    @Test
    void endlessFilesAreNotRead() {
        List<Finding> found = findings("{kind: push, token-file: /dev/zero}").sorted();
        assertEquals(
                "\"token-file\": /dev/zero: it is no file of at most 262144 octets",
                found.getFirst().message());
    }
}
