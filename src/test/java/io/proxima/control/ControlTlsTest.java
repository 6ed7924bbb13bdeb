package io.proxima.control;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.proxima.config.ControlAccess;
import io.proxima.source.Findings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The control server over TLS, and the client that asks it. */
class ControlTlsTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final String HERE = "dns:localhost,ip:127.0.0.1";

    @TempDir
    private static Path made;

    private static Path authority;
    private static Path callers;
    private static TestAuthority.Pair first;
    private static TestAuthority.Pair second;
    private static TestAuthority.Pair elsewhere;
    private static TestAuthority.Pair ended;
    private static TestAuthority.Pair caller;
    private static TestAuthority.Pair stranger;

    @TempDir
    private Path folder;

    private Vertx vertx;
    private @Nullable ControlServer server;
    private ControlAccess.Tls files;

    @BeforeAll
    static void make() {
        TestAuthority signs = new TestAuthority(made, "servers");
        authority = signs.certificate();
        first = signs.sign("first", "EC", HERE, "-1d", 30);
        second = signs.sign("second", "RSA", HERE, "-1d", 30);
        elsewhere = signs.sign("elsewhere", "EC", "dns:ns1.example.net", "-1d", 30);
        ended = signs.sign("ended", "EC", HERE, "-10d", 5);
        TestAuthority knows = new TestAuthority(made, "callers");
        callers = knows.certificate();
        caller = knows.sign("caller", "RSA", "dns:ann.example.net", "-1d", 30);
        stranger = signs.sign("stranger", "EC", "dns:bob.example.net", "-1d", 30);
    }

    @BeforeEach
    void prepare() {
        vertx = Vertx.vertx();
        files = new ControlAccess.Tls(folder.resolve("server.pem"), folder.resolve("server.key"), null);
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private void start(TestAuthority.Pair pair, @Nullable Path clientCa) throws IOException {
        files = new ControlAccess.Tls(folder.resolve("server.pem"), folder.resolve("server.key"), clientCa);
        replace(pair.certificate(), files.certificate());
        replace(pair.key(), files.key());
        Findings findings = new Findings();
        ServerTls tls = ServerTls.read(files, findings);
        assertNotNull(tls, () -> findings.sorted().toString());
        server = ControlServer.start(
                vertx,
                ANY_PORT,
                Gate.OPEN,
                tls,
                List.of(routes -> routes.get(
                        "/v1/greeting", Role.READ, context -> Routes.blocking(context, () -> Map.of("hello", true)))));
    }

    private static void replace(Path with, Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.copy(with, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private int port() {
        return Objects.requireNonNull(server).address().getPort();
    }

    private URI url(String scheme) {
        return ControlClient.urlOf(scheme, Objects.requireNonNull(server).address());
    }

    private void greeted(ClientTls tls) throws ControlException {
        assertTrue(new ControlClient(url("https"), null, tls)
                .get("/v1/greeting")
                .path("hello")
                .asBoolean());
    }

    private String refused(@Nullable ClientTls tls, URI url) {
        return String.valueOf(
                assertThrows(ControlException.class, () -> new ControlClient(url, null, tls).get("/v1/greeting"))
                        .getMessage());
    }

    private String refused(ClientTls tls) {
        return refused(tls, url("https"));
    }

    private SSLSession handshake(SSLContext context, String... versions) throws IOException {
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port())) {
            socket.setSoTimeout(5_000);
            socket.setEnabledProtocols(versions);
            socket.startHandshake();
            return socket.getSession();
        }
    }

    /** Takes any certificate and looks at it. */
    private static SSLContext anybody() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new javax.net.ssl.TrustManager[] {new Anybody()}, null);
        return context;
    }

    private static final class Anybody extends javax.net.ssl.X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private String shown() throws Exception {
        X509Certificate leaf = (X509Certificate) handshake(anybody(), "TLSv1.3").getPeerCertificates()[0];
        return leaf.getSubjectX500Principal().getName();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTheVersionsInUse(String version) throws Exception {
        start(first, null);
        assertEquals(version, handshake(anybody(), version).getProtocol());
    }

    @Test
    void refusesAVersionOfBefore() throws Exception {
        start(first, null);
        // A hello of TLS 1.1 by hand, as this JDK would not send one: record, handshake, version 3.2, random, no
        // session,
        // one cipher suite that TLS 1.1 has, no compression.
        byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 4 + 2];
        byte[] head = {22, 3, 1, 0, (byte) (hello.length - 5), 1, 0, 0, (byte) (hello.length - 9), 3, 2};
        System.arraycopy(head, 0, hello, 0, head.length);
        byte[] tail = {0, 0, 2, (byte) 0xc0, 0x09, 1, 0};
        System.arraycopy(tail, 0, hello, hello.length - tail.length, tail.length);
        byte[] answer = exchange(hello);
        assertEquals(21, answer[0], "an alert");
        assertEquals(70, answer[6], "protocol_version (RFC 8446, section 6)");
    }

    @Test
    void speaksNoHttp2() throws Exception {
        start(first, null);
        try (SSLSocket socket = (SSLSocket) anybody().getSocketFactory().createSocket("127.0.0.1", port())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            assertFalse("h2".equals(socket.getApplicationProtocol()));
        }
    }

    private byte[] exchange(byte[] octets) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(octets);
            try (InputStream in = socket.getInputStream()) {
                return in.readAllBytes();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\0\0\0\0\0\0\0\0", "hello\r\n"})
    void whoSpeaksNoTlsIsClosedAndOthersAreServed(String garbage) throws Exception {
        start(first, null);
        for (int i = 0; i < 20; i++) {
            String said =
                    new String(exchange(garbage.getBytes(StandardCharsets.US_ASCII)), StandardCharsets.ISO_8859_1);
            assertFalse(said.contains("HTTP"), said);
        }
        greeted(ClientTls.pinned(first.certificate()));
    }

    @Test
    void trustsWhatWasSignedForTheName() throws Exception {
        start(first, null);
        greeted(ClientTls.trusting(authority));
        assertTrue(refused(ClientTls.trusting(callers))
                .contains("has a certificate that is not trusted here (none in " + callers + " signed it)"));
        assertTrue(refused(ClientTls.usual()).contains("is not trusted here (--ca FILE names who signed it)"));
    }

    @Test
    void saysForWhomACertificateIs() throws Exception {
        start(elsewhere, null);
        assertTrue(refused(ClientTls.trusting(authority))
                .contains("has a certificate for ns1.example.net, not for 127.0.0.1"));
        greeted(ClientTls.pinned(elsewhere.certificate()));
    }

    @Test
    void saysThatACertificateEnded() throws Exception {
        start(ended, null);
        assertTrue(refused(ClientTls.trusting(authority)).contains("has a certificate that is valid from "));
        Findings findings = new Findings();
        assertNotNull(ServerTls.read(files, findings));
        String warning = findings.sorted().toString();
        assertTrue(warning.contains("server.pem:1:1: warning: it is valid from "), warning);
    }

    @Test
    void thePinnedCertificateAlone() throws Exception {
        start(second, null);
        greeted(ClientTls.pinned(second.certificate()));
        assertTrue(refused(ClientTls.pinned(first.certificate()))
                .contains("has another certificate than " + first.certificate()));
    }

    @Test
    void wantsAClientsCertificateThatIsKnown() throws Exception {
        start(first, callers);
        ClientTls trusting = ClientTls.trusting(authority);
        greeted(trusting.showing(caller.certificate(), caller.key()));
        for (int i = 0; i < 10; i++) {
            assertTrue(
                    refused(trusting)
                            .contains("wants a client's certificate (--client-certificate FILE --client-key FILE)"),
                    refused(trusting));
            ClientTls wrong = trusting.showing(stranger.certificate(), stranger.key());
            assertTrue(
                    refused(wrong).contains("does not take the certificate of " + stranger.certificate()),
                    refused(wrong));
        }
        assertThrows(IOException.class, () -> handshake(anybody(), "TLSv1.2"));
    }

    @Test
    void saysWhichSchemeAServerSpeaks() throws Exception {
        start(first, null);
        String inClear = refused(null, url("http"));
        assertTrue(inClear.contains("one that speaks TLS is asked as https://"), inClear);
        Objects.requireNonNull(server).close();
        server = ControlServer.start(vertx, ANY_PORT, Gate.OPEN, List.of());
        String secured = refused(ClientTls.pinned(first.certificate()));
        assertTrue(secured.contains("does not speak TLS (ask it as http://)"), secured);
    }

    @Test
    void takesNewFilesAndKeepsTheOldWhereTheyAreBroken() throws Exception {
        start(first, null);
        assertEquals("CN=first", shown());
        try (SSLSocket kept = (SSLSocket) anybody().getSocketFactory().createSocket("127.0.0.1", port())) {
            kept.startHandshake();
            replace(second.certificate(), files.certificate());
            // Its key is not there yet.
            await().during(Duration.ofMillis(1_500))
                    .atMost(Duration.ofSeconds(6))
                    .until(this::shown, "CN=first"::equals);
            replace(second.key(), files.key());
            await().atMost(Duration.ofSeconds(15)).until(this::shown, "CN=second"::equals);
            Files.writeString(files.certificate(), "-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----\n");
            await().during(Duration.ofMillis(1_500))
                    .atMost(Duration.ofSeconds(6))
                    .until(this::shown, "CN=second"::equals);
            Files.delete(files.certificate());
            await().during(Duration.ofMillis(1_500))
                    .atMost(Duration.ofSeconds(6))
                    .until(this::shown, "CN=second"::equals);
            kept.getOutputStream()
                    .write("GET /v1/greeting HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertTrue(new String(kept.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).contains("hello"));
        }
        replace(first.certificate(), files.certificate());
        replace(first.key(), files.key());
        await().atMost(Duration.ofSeconds(15)).until(this::shown, "CN=first"::equals);
    }

    @Test
    void anAuthorityOfCallersIsReplacedToo() throws Exception {
        Path known = folder.resolve("callers.pem");
        Files.copy(authority, known);
        start(first, known);
        ClientTls tls = ClientTls.pinned(first.certificate()).showing(caller.certificate(), caller.key());
        assertTrue(refused(tls).contains("does not take the certificate"));
        replace(callers, known);
        await().atMost(Duration.ofSeconds(15)).ignoreExceptions().untilAsserted(() -> greeted(tls));
    }

    @Test
    void saysWhatIsWrongWithFilesAtTheStart() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pem"), "no certificate\n");
        List<String> found = new ArrayList<>();
        for (ControlAccess.Tls wrong : List.of(
                new ControlAccess.Tls(first.certificate(), second.key(), null),
                new ControlAccess.Tls(folder.resolve("none.pem"), first.key(), null),
                new ControlAccess.Tls(text, first.key(), text),
                new ControlAccess.Tls(first.certificate(), first.certificate(), null))) {
            Findings findings = new Findings();
            assertNull(ServerTls.read(wrong, findings));
            findings.sorted()
                    .forEach(finding -> found.add(
                            finding.toString().replace(folder + "/", "").replace(made + "/", "")));
        }
        assertEquals("""
                second.key:1:1: error: it is not a key of the certificate's kind, RSA or EC (control.tls.key is that of first.pem)
                none.pem:1:1: error: it is no file of at most 1048576 octets (a PEM file)
                text.pem:1:1: error: it holds no readable certificate (control.tls.certificate is a chain, the server's own first)
                text.pem:1:1: error: it holds no readable certificate (control.tls.client-ca signs the certificates of callers)
                first.pem:1:1: error: no key is in it; PEM has -----BEGIN PRIVATE KEY----- (openssl pkcs8 -topk8 -nodes makes it) (control.tls.key is that of first.pem)
                """.strip(), String.join("\n", found));
    }

    @Test
    void curlAsks() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl here");
        start(second, callers);
        List<String> line = new ArrayList<>(List.of(
                "/usr/bin/curl", "-sS", "--max-time", "10", "--noproxy", "*", "--cacert", authority.toString()));
        line.add("https://localhost:" + port() + "/v1/greeting");
        assertFalse(run(line).contains("hello"));
        line.addAll(List.of(
                "--cert", caller.certificate().toString(), "--key", caller.key().toString()));
        assertTrue(run(line).contains("\"hello\" : true") || run(line).contains("\"hello\":true"), run(line));
    }

    private String run(List<String> line) throws Exception {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return Files.readString(said);
    }
}
