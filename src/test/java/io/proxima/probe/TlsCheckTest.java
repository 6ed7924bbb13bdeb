package io.proxima.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.policy.Ask;
import io.proxima.policy.FileText;
import io.proxima.policy.Tls;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks of kind https and tls: names, trust, the client's own certificate, and dates. */
final class TlsCheckTest {
    private static final String HOST = "www.example.com";

    @TempDir
    static Path folder;

    private static TestCertificate good;
    private static TestCertificate client;

    @AutoClose
    private final ProbeBed bed = new ProbeBed();

    private final List<String> names = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void makeCertificates() {
        good = TestCertificate.make(folder, HOST, "-1d", 60);
        client = TestCertificate.make(folder, "probe.example.com", "-1d", 60);
    }

    private static FileText text(String pem) {
        return new FileText(Path.of("test.pem"), pem);
    }

    private static Tls trusting(TestCertificate certificate) {
        return new Tls(true, text(certificate.certificate()), null, null);
    }

    private HttpServer server(HttpServerOptions options) {
        return bed.vertx
                .createHttpServer(options.setSsl(true).setSni(true))
                .requestHandler(request -> {
                    names.add(String.valueOf(request.connection().indicatedServerName()));
                    request.response().end("ok");
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    private ProbeResult https(Tls tls, @Nullable String host) {
        HttpServer server = server(new HttpServerOptions().setKeyCertOptions(good.ofServer()));
        try {
            return bed.result(ProbeBed.http(tls, host), server.actualPort());
        } finally {
            server.close().await();
        }
    }

    private ProbeResult tls(TestCertificate certificate, Tls tls, int days) {
        HttpServer server = server(new HttpServerOptions().setKeyCertOptions(certificate.ofServer()));
        try {
            return bed.result(new Ask.Certificate(tls, HOST, Duration.ofDays(days)), server.actualPort());
        } finally {
            server.close().await();
        }
    }

    @Test
    void certificateNobodySignedFails() {
        ProbeResult result = https(new Tls(true, null, null, null), HOST);
        assertFalse(result.success());
        assertTrue(result.reason().startsWith("TLS: "), result.reason());
    }

    @Test
    void certificateNobodySignedIsFineWithoutVerify() {
        ProbeResult result = https(ProbeBed.UNVERIFIED, HOST);
        assertTrue(result.success(), result.reason());
        assertEquals(HOST, names.getFirst(), "SNI");
    }

    @Test
    void authoritiesOfTheChecksOwnAreTrusted() {
        ProbeResult result = https(trusting(good), HOST);
        assertTrue(result.success(), result.reason());
        assertTrue(https(trusting(good), null).success(), "the address stands in the certificate");
    }

    @Test
    void trustedCertificateOfAnotherHostFails() {
        ProbeResult result = https(trusting(good), "www.example.net");
        assertFalse(result.success());
        assertTrue(result.reason().startsWith("TLS: "), result.reason());
    }

    @Test
    void ownCertificateIsShownWhereTheServerAsks() {
        HttpServer server = server(new HttpServerOptions()
                .setKeyCertOptions(good.ofServer())
                .setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(client.trusted()));
        try {
            Tls shown = new Tls(true, text(good.certificate()), text(client.certificate()), text(client.key()));
            ProbeResult known = bed.result(ProbeBed.http(shown, HOST), server.actualPort());
            assertTrue(known.success(), known.reason());
            ProbeResult unknown = bed.result(ProbeBed.http(trusting(good), HOST), server.actualPort());
            assertFalse(unknown.success());
        } finally {
            server.close().await();
        }
    }

    @Test
    void handshakeThatNeverComesTimesOut() throws IOException {
        try (RawServer server = RawServer.answering(request -> RawServer.OK)) {
            assertEquals(
                    "timed out after 300 ms in the TLS handshake",
                    bed.result(ProbeBed.http(trusting(good), HOST), server.port(), 300)
                            .reason());
        }
    }

    @Test
    void certificateThatLastsSucceedsAndSaysUntilWhen() {
        ProbeResult result = tls(good, trusting(good), 14);
        assertTrue(result.success(), result.reason());
        String day = Instant.now().plus(59, ChronoUnit.DAYS).toString().substring(0, 10);
        assertTrue(result.reason().startsWith("certificates valid until " + day), result.reason());
    }

    @Test
    void certificateThatEndsSoonFailsWithItsDate() {
        ProbeResult result = tls(good, trusting(good), 70);
        assertFalse(result.success());
        String day = Instant.now().plus(59, ChronoUnit.DAYS).toString().substring(0, 10);
        assertTrue(
                result.reason().startsWith("certificate of CN=www.example.com expires in 58 days, " + day),
                result.reason());
    }

    @Test
    void certificateThatHasEndedFailsWhetherVerifiedOrNot() {
        TestCertificate ended = TestCertificate.make(folder, HOST, "-10d", 5);
        String day = Instant.now().minus(5, ChronoUnit.DAYS).toString().substring(0, 10);
        ProbeResult result = tls(ended, ProbeBed.UNVERIFIED, 0);
        assertFalse(result.success());
        assertTrue(result.reason().startsWith("certificate of CN=www.example.com expired " + day), result.reason());
        assertFalse(tls(ended, trusting(ended), 0).success());
    }

    @Test
    void certificateThatIsNotYetValidFails() {
        ProbeResult result = tls(TestCertificate.make(folder, HOST, "+5d", 60), ProbeBed.UNVERIFIED, 14);
        assertFalse(result.success());
        assertTrue(
                result.reason().startsWith("certificate of CN=www.example.com is not valid before "), result.reason());
    }

    @Test
    void whatSpeaksNoTlsFails() throws IOException {
        try (RawServer server = RawServer.doing((head, client, out) -> {})) {
            ProbeResult result =
                    bed.result(new Ask.Certificate(ProbeBed.UNVERIFIED, null, Duration.ZERO), server.port(), 300);
            assertFalse(result.success());
        }
    }
}
