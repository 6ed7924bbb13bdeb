package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that mean ill: other people's pages, garbage, those that are slow, those that are many. */
class HostileClientTest {
    private static final Connections.Limits TIGHT =
            new Connections.Limits(40, 20, Duration.ofMillis(900), Duration.ofMillis(900), Duration.ofSeconds(20));
    private static final String JSON = "Content-Type: application/json\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final List<Socket> sockets = new ArrayList<>();
    private ControlServer server;

    @BeforeEach
    void start() throws ControlException {
        server = ControlServer.start(
                vertx,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                Gate.OPEN,
                List.of(routes -> {
                    routes.get("/said", Role.READ, context -> context.end("read"));
                    routes.delete("/said", Role.READ, context -> context.end("gone"));
                    routes.post("/said", Role.OPERATE, context -> context.end(Json.of(Map.of("taken", true))));
                }),
                TIGHT);
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:80, 200",
        "localhost, 200",
        "[::1]:8053, 200",
        "ns1:8053, 200",
        "rebound.example.com, 421",
        "127.0.0.1.example.com:8053, 421"
    })
    void hostThatOthersNamedIsRefusedWithoutTokens(String host, int status) throws IOException {
        assertEquals(status, status("GET /said HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
    }

    @Test
    void pagesOfOtherOriginsAreRefused() throws IOException {
        String head = "POST /said HTTP/1.1\r\nHost: 127.0.0.1:8053\r\nContent-Length: 2\r\n" + JSON;
        assertEquals(403, status(head + "Origin: http://www.example.com\r\n\r\n{}"));
        assertEquals(403, status(head + "Origin: null\r\n\r\n{}"));
        assertEquals(403, status(head + "Origin: http://127.0.0.1:9999\r\n\r\n{}"));
        assertEquals(200, status(head + "Origin: http://127.0.0.1:8053\r\n\r\n{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx"})
    void bodiesThatAPageMaySendAreRefused(String type) throws IOException {
        String head = "POST /said HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n";
        assertEquals(415, status(head + "Content-Type: " + type + "\r\n\r\n{}"));
        assertEquals(415, status(head + "\r\n{}"));
        assertEquals(200, status(head + "Content-Type: Application/JSON; charset=utf-8\r\n\r\n{}"));
        assertEquals(200, status("DELETE /said HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /said HTTP/1.1\r\n\r\n",
                "GET /said HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /said HTTP/9.9\r\nHost: a\r\n\r\n",
                "\0\1\2\3 nonsense\r\n\r\n",
                "POST /said HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "POST /said HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: -2\r\n\r\n{}",
                "POST /said HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "POST /said HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            })
    void garbageIsRefused(String garbage) throws IOException {
        String said = answer(garbage);
        assertTrue(said.isEmpty() || said.lines().findFirst().orElse("").matches("HTTP/\\S+ (4..|501) .*"), said);
        assertEquals(200, status("GET /said HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @Test
    void headsAreBounded() throws IOException {
        assertEquals(431, status("GET /said HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000) + "\r\n\r\n"));
        assertEquals(414, status("GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /said HTTP/1.1\r\nHost: a\r\nX: ",
                "POST /said HTTP/1.1\r\nHost: a\r\n" + JSON + "Content-Length: 500\r\n\r\n"
            })
    void whoSendsAnOctetNowAndThenIsCutOff(String beginning) throws IOException {
        Socket slow = connected();
        slow.getOutputStream().write(octets(beginning));
        Awaitility.await()
                .atMost(Duration.ofSeconds(8))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    try {
                        slow.getOutputStream().write('x');
                        return false;
                    } catch (IOException _) {
                        return true;
                    }
                });
        assertEquals(200, status("GET /said HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    @Test
    void oneAddressHasNotAllConnections() throws IOException {
        for (int i = 0; i < 60; i++) {
            connected();
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(8))
                .ignoreExceptions()
                .until(() -> status("GET /said HTTP/1.1\r\nHost: a\r\n\r\n") == 200);
    }

    private int status(String request) throws IOException {
        String said = answer(request);
        return said.length() < 12 ? 0 : Integer.parseInt(said.substring(9, 12));
    }

    /** What comes until the server has said the first part of an answer, or closes. */
    private String answer(String request) throws IOException {
        try (Socket socket = connected()) {
            socket.getOutputStream().write(octets(request));
            byte[] said = new byte[4_096];
            int length = socket.getInputStream().read(said);
            return length <= 0 ? "" : new String(said, 0, length, StandardCharsets.US_ASCII);
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket();
        socket.connect(server.address(), 2_000);
        socket.setSoTimeout(5_000);
        sockets.add(socket);
        return socket;
    }
}
