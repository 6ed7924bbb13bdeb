package io.proxima.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Pair;
import io.proxima.policy.Check;
import io.proxima.policy.Holds;
import io.proxima.source.Place;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against real servers on loopback. */
final class ProberTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /** For what is to succeed, however busy the machine. */
    private static final int PATIENT_MILLIS = 8000;

    @TempDir
    static Path directory;

    private static Path keyStore;

    private final List<ProbeResult> results = new CopyOnWriteArrayList<>();
    private final Prober prober = new Prober(VERTX, new Random(7), results::add, trust());

    @BeforeAll
    static void makeCertificate() throws IOException, InterruptedException {
        keyStore = directory.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=www.example.com",
                        "-ext",
                        "SAN=dns:www.example.com",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        keyStore.toString())
                .inheritIO()
                .start();
        assertTrue(keytool.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, keytool.exitValue());
    }

    @AfterEach
    void close() {
        prober.close();
    }

    @AfterAll
    static void closeVertx() {
        VERTX.close().await();
    }

    private static PfxOptions trust() {
        return new PfxOptions().setPath(keyStore.toString()).setPassword("secret");
    }

    private static Check check(Check.Kind kind, int port, @Nullable String host, boolean verify, int timeoutMillis) {
        return new Check(
                "web",
                kind,
                "/healthz",
                host,
                port,
                List.of(200),
                verify,
                Duration.ofMillis(400),
                Duration.ofMillis(timeoutMillis),
                2,
                2,
                3,
                Holds.NONE,
                new Place("test", 1, 1));
    }

    private static Pair pair(Check check) {
        return new Pair("example.com./" + check.name() + check.port(), "127.0.0.1");
    }

    private void probe(Check check) {
        prober.update(Map.of(pair(check), new Probe(check, InetAddress.getLoopbackAddress())));
    }

    private ProbeResult first() {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !results.isEmpty());
        return results.getFirst();
    }

    private ProbeResult http(String response, int timeoutMillis) throws IOException {
        try (RawServer server = new RawServer(request -> response)) {
            probe(check(Check.Kind.HTTP, server.port(), null, true, timeoutMillis));
            return first();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Answers each connection with what it makes of the request's head, then waits for the client to hang up. */
    private static final class RawServer implements AutoCloseable {
        private final ServerSocket listener;
        private final List<Socket> open = new CopyOnWriteArrayList<>();
        private final List<String> requests = new CopyOnWriteArrayList<>();

        RawServer(UnaryOperator<String> response) throws IOException {
            this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), response);
        }

        RawServer(ServerSocket listener, UnaryOperator<String> response) {
            this.listener = listener;
            Thread.ofVirtual().start(() -> {
                while (!listener.isClosed()) {
                    try {
                        Socket client = listener.accept();
                        open.add(client);
                        Thread.ofVirtual().start(() -> serve(client, response));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        private void serve(Socket client, UnaryOperator<String> response) {
            try (client) {
                StringBuilder head = new StringBuilder();
                int octet;
                while (head.indexOf("\r\n\r\n") < 0
                        && (octet = client.getInputStream().read()) >= 0) {
                    head.append((char) octet);
                }
                requests.add(head.toString());
                client.getOutputStream().write(response.apply(head.toString()).getBytes(StandardCharsets.ISO_8859_1));
                while (client.getInputStream().read() >= 0) {
                    // until the client hangs up
                }
            } catch (IOException gone) {
                // the client hung up
            } finally {
                open.remove(client);
            }
        }

        int port() {
            return listener.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket client : open) {
                client.close();
            }
        }
    }

    @Test
    void tcpConnectSucceeds() throws IOException {
        try (RawServer server = new RawServer(request -> "")) {
            probe(check(Check.Kind.TCP, server.port(), null, true, PATIENT_MILLIS));
            ProbeResult result = first();
            assertTrue(result.success(), result.reason());
            assertTrue(result.latencyNanos() > 0 && result.latencyNanos() < 8_000_000_000L);
        }
    }

    @Test
    void refusedConnectionFails() throws IOException {
        probe(check(Check.Kind.TCP, freePort(), null, true, PATIENT_MILLIS));
        assertFalse(first().success());
        assertEquals("connection refused", first().reason());
    }

    @Test
    void connectionThatNobodyAcceptsTimesOut() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> fill = new CopyOnWriteArrayList<>();
            for (int i = 0; i < 4; i++) {
                Socket socket = new Socket();
                fill.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 100);
                } catch (IOException backlogFull) {
                    break;
                }
            }
            probe(check(Check.Kind.TCP, full.getLocalPort(), null, true, 200));
            assertEquals("timed out after 200 ms connecting", first().reason());
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    @Test
    void requestIsAPlainGetOnAConnectionOfItsOwn() throws IOException {
        try (RawServer server = new RawServer(request -> OK)) {
            probe(check(Check.Kind.HTTP, server.port(), "www.example.com", true, PATIENT_MILLIS));
            assertTrue(first().success(), first().reason());
            assertEquals("status 200", first().reason());
            assertEquals(
                    "GET /healthz HTTP/1.1\r\nHost: www.example.com:" + server.port()
                            + "\r\nUser-Agent: proxima\r\nAccept: */*\r\nConnection: close\r\n\r\n",
                    server.requests.getFirst());
        }
    }

    @Test
    void wrongStatusFails() throws IOException {
        ProbeResult result = http("HTTP/1.1 503 Sorry\r\n\r\n", PATIENT_MILLIS);
        assertFalse(result.success());
        assertEquals("status 503, expected 200", result.reason());
    }

    @Test
    void redirectIsNotFollowed() throws IOException {
        assertEquals(
                "status 301, expected 200",
                http("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1/\r\n\r\n", PATIENT_MILLIS)
                        .reason());
    }

    @Test
    void garbageFailsWithoutWaitingForTheTimeout() throws IOException {
        ProbeResult result = http("220 mail.example.com ESMTP\r\n", PATIENT_MILLIS);
        assertEquals("not an HTTP/1 response", result.reason());
        assertTrue(result.latencyNanos() < 7_000_000_000L);
    }

    @Test
    void serverThatNeverAnswersTimesOut() throws IOException {
        ProbeResult result = http("", 300);
        assertFalse(result.success());
        assertEquals("timed out after 300 ms waiting for the response", result.reason());
    }

    @Test
    void headThatNeverEndsTimesOut() throws IOException {
        assertEquals(
                "timed out after 1000 ms reading the response head",
                http("HTTP/1.1 200 OK\r\nServer: slow", 1000).reason());
    }

    @Test
    void tlsHandshakeThatNeverComesTimesOut() throws IOException {
        try (RawServer server = new RawServer(request -> OK)) {
            probe(check(Check.Kind.HTTPS, server.port(), "www.example.com", true, 300));
            assertEquals("timed out after 300 ms in the TLS handshake", first().reason());
            await().atMost(Duration.ofSeconds(2)).until(() -> !results.isEmpty());
        }
    }

    private ProbeResult https(String host, boolean verify, boolean trusted) {
        List<String> names = new CopyOnWriteArrayList<>();
        var server = VERTX.createHttpServer(
                        new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(trust()))
                .requestHandler(request -> {
                    names.add(request.connection().indicatedServerName());
                    request.response().end("ok");
                })
                .listen(0, "127.0.0.1")
                .await();
        try (Prober own = new Prober(VERTX, new Random(8), results::add, trusted ? trust() : null)) {
            Check check = check(Check.Kind.HTTPS, server.actualPort(), host, verify, PATIENT_MILLIS);
            own.update(Map.of(pair(check), new Probe(check, InetAddress.getLoopbackAddress())));
            ProbeResult result = first();
            names.forEach(name -> assertEquals(host, name, "SNI"));
            return result;
        } finally {
            server.close().await();
        }
    }

    @Test
    void certificateNobodySignedFails() {
        ProbeResult result = https("www.example.com", true, false);
        assertFalse(result.success());
        assertTrue(result.reason().startsWith("TLS: "), result.reason());
    }

    @Test
    void certificateNobodySignedIsFineWithoutVerify() {
        ProbeResult result = https("www.example.com", false, false);
        assertTrue(result.success(), result.reason());
    }

    @Test
    void trustedCertificateOfTheHostSucceeds() {
        ProbeResult result = https("www.example.com", true, true);
        assertTrue(result.success(), result.reason());
    }

    @Test
    void trustedCertificateOfAnotherHostFails() {
        ProbeResult result = https("www.example.net", true, true);
        assertFalse(result.success());
        assertTrue(result.reason().startsWith("TLS: "), result.reason());
    }

    @Test
    void serverThatStopsAndStartsIsSeen() throws IOException {
        int port;
        try (RawServer server = new RawServer(request -> OK)) {
            port = server.port();
            probe(check(Check.Kind.HTTP, port, null, true, PATIENT_MILLIS));
            assertTrue(first().success(), first().reason());
        }
        await().atMost(Duration.ofSeconds(15)).until(() -> !results.getLast().success());
        ServerSocket again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try (RawServer server = new RawServer(again, request -> OK)) {
            await().atMost(Duration.ofSeconds(15)).until(() -> results.getLast().success());
            assertEquals(port, server.port());
        }
    }

    @Test
    void aServerThatKeepsTheConnectionIsHungUpOn() throws IOException {
        try (RawServer server = new RawServer(request -> OK)) {
            probe(check(Check.Kind.HTTP, server.port(), null, true, PATIENT_MILLIS));
            first();
            prober.update(Map.of());
            await().atMost(Duration.ofSeconds(15)).until(server.open::isEmpty);
        }
    }

    @Test
    void anEndlessBodyIsHungUpOn() throws IOException {
        try (RawServer server = new RawServer(request -> OK + "x".repeat(1 << 20))) {
            probe(check(Check.Kind.HTTP, server.port(), null, true, PATIENT_MILLIS));
            assertTrue(first().success());
            prober.update(Map.of());
            await().atMost(Duration.ofSeconds(15)).until(server.open::isEmpty);
        }
    }

    @Test
    void aPairThatIsGoneIsProbedNoMore() throws IOException {
        try (RawServer gone = new RawServer(request -> OK);
                RawServer stays = new RawServer(request -> OK)) {
            Check first = check(Check.Kind.HTTP, gone.port(), null, true, PATIENT_MILLIS);
            Check second = check(Check.Kind.HTTP, stays.port(), null, true, PATIENT_MILLIS);
            Probe staying = new Probe(second, InetAddress.getLoopbackAddress());
            prober.update(
                    Map.of(pair(first), new Probe(first, InetAddress.getLoopbackAddress()), pair(second), staying));
            await().atMost(Duration.ofSeconds(15))
                    .until(() ->
                            results.stream().map(ProbeResult::pair).distinct().count() == 2);
            prober.update(Map.of(pair(second), staying));
            await().atMost(Duration.ofSeconds(15)).until(gone.open::isEmpty);
            int asked = gone.requests.size();
            int before = stays.requests.size();
            await().atMost(Duration.ofSeconds(15)).until(() -> stays.requests.size() >= before + 3);
            assertEquals(asked, gone.requests.size());
        }
    }

    @Test
    void manyPairsShareFewSockets() throws IOException {
        try (RawServer server = new RawServer(request -> "")) {
            Map<Pair, Probe> many = new HashMap<>();
            Check check = check(Check.Kind.HTTP, server.port(), null, true, 300);
            for (int i = 0; i < 1000; i++) {
                many.put(new Pair("c" + i, "127.0.0.1"), new Probe(check, InetAddress.getLoopbackAddress()));
            }
            prober.update(many);
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                assertTrue(server.open.size() <= 300, "open: " + server.open.size());
                return results.stream().map(ProbeResult::pair).distinct().count() == 1000;
            });
            prober.close();
            await().atMost(Duration.ofSeconds(2)).until(server.open::isEmpty);
        }
    }
}
