package io.proxima.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import io.proxima.policy.Statuses;
import io.proxima.policy.TextRule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Checks of kind http, against real servers on loopback. */
final class HttpCheckTest {
    @AutoClose
    private final ProbeBed bed = new ProbeBed();

    private ProbeResult http(String response, int timeoutMillis) throws IOException {
        return http(response, ProbeBed.http(null, null), timeoutMillis);
    }

    private ProbeResult http(String response, Ask.Http ask, int timeoutMillis) throws IOException {
        try (RawServer server = RawServer.answering(request -> response)) {
            return bed.result(ask, server.port(), timeoutMillis);
        }
    }

    private ProbeResult body(String response, @Nullable TextRule body) throws IOException {
        return http(response, ProbeBed.http(null, null, Map.of(), body, 1000), ProbeBed.PATIENT_MILLIS);
    }

    @Test
    void requestIsAPlainGetOnAConnectionOfItsOwn() throws IOException {
        try (RawServer server = RawServer.answering(request -> RawServer.OK)) {
            ProbeResult result = bed.result(ProbeBed.http(null, "www.example.com"), server.port());
            assertTrue(result.success(), result.reason());
            assertEquals("status 200", result.reason());
            assertEquals(
                    "GET /healthz HTTP/1.1\r\nHost: www.example.com:" + server.port()
                            + "\r\nUser-Agent: proxima\r\nAccept: */*\r\nConnection: close\r\n\r\n",
                    server.requests.getFirst());
        }
    }

    @Test
    void methodAndHeadersAreTheChecks() throws IOException {
        try (RawServer server = RawServer.answering(request -> "HTTP/1.1 204 No Content\r\n\r\n")) {
            ProbeResult result = bed.result(
                    new Ask.Http(
                            null,
                            true,
                            "/",
                            "www.example.com",
                            Map.of("user-agent", "watch"),
                            List.of(new Statuses(301, 301), new Statuses(200, 299)),
                            Map.of(),
                            null,
                            1),
                    server.port());
            assertTrue(result.success(), result.reason());
            assertEquals(
                    "HEAD / HTTP/1.1\r\nHost: www.example.com:" + server.port()
                            + "\r\nAccept: */*\r\nuser-agent: watch\r\nConnection: close\r\n\r\n",
                    server.requests.getFirst());
        }
    }

    @Test
    void wrongStatusFails() throws IOException {
        ProbeResult result = http("HTTP/1.1 503 Sorry\r\n\r\n", ProbeBed.PATIENT_MILLIS);
        assertFalse(result.success());
        assertEquals("status 503, expected 200", result.reason());
    }

    @Test
    void redirectIsNotFollowed() throws IOException {
        assertEquals(
                "status 301, expected 200",
                http("HTTP/1.1 301 Moved\r\nLocation: http://127.0.0.1/\r\n\r\n", ProbeBed.PATIENT_MILLIS)
                        .reason());
    }

    @Test
    void garbageFailsWithoutWaitingForTheTimeout() throws IOException {
        ProbeResult result = http("220 mail.example.com ESMTP\r\n", ProbeBed.PATIENT_MILLIS);
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
    void bodyIsReadAsItsHeadSays() throws IOException {
        TextRule rule = new TextRule.Contains("ready: yes");
        String text = "state\nready: yes\n";
        assertTrue(body("HTTP/1.1 200 OK\r\nContent-Length: 17\r\n\r\n" + text, rule)
                .success());
        assertTrue(body(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\nstate\nre\r\n9;x=y\r\nady: yes\n\r\n0\r\n\r\n",
                        rule)
                .success());
        try (RawServer server = RawServer.doing((head, client, out) -> {
            out.write(("HTTP/1.0 200 OK\r\n\r\n" + text).getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
        })) {
            ProbeResult result = bed.result(ProbeBed.http(null, null, Map.of(), rule, 1000), server.port());
            assertTrue(result.success(), result.reason());
        }
    }

    @Test
    void bodyThatSaysElseFailsWithWhatItSays() throws IOException {
        ProbeResult result = body(
                "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nready: no", new TextRule.Matches("ready: (yes|soon)"));
        assertFalse(result.success());
        assertEquals("status 200, body is \"ready: no\", expected a match of /ready: (yes|soon)/", result.reason());
    }

    @Test
    void expressionMatchesAnywhereInTheBody() throws IOException {
        assertTrue(body("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nload: 0.7", new TextRule.Matches("0\\.\\d"))
                .success());
    }

    @Test
    void bodyIsJudgedByItsBeginningUpToTheLimit() throws IOException {
        String long_ = "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1000) + "ready";
        assertFalse(body(long_, new TextRule.Contains("ready")).success());
        assertTrue(body(long_, new TextRule.Contains("xxx")).success());
    }

    @Test
    void bodyCutShortFails() throws IOException {
        try (RawServer server = RawServer.doing((head, client, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nready".getBytes(StandardCharsets.US_ASCII));
            client.shutdownOutput();
        })) {
            ProbeResult result = bed.result(
                    ProbeBed.http(null, null, Map.of(), new TextRule.Contains("ready"), 1000), server.port());
            assertEquals("connection closed while reading the body", result.reason());
        }
    }

    @Test
    void bodyFramedWrongFails() throws IOException {
        TextRule rule = new TextRule.Contains("ready");
        for (String framing : List.of(
                "Content-Length: -1\r\n\r\nready",
                "Content-Length: 5, 5\r\n\r\nready",
                "Transfer-Encoding: gzip\r\n\r\nready",
                "Transfer-Encoding: chunked\r\n\r\nready",
                "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\nready",
                "Transfer-Encoding: chunked\r\n\r\n1\r\nready")) {
            assertEquals(
                    "a body that is framed wrong",
                    body("HTTP/1.1 200 OK\r\n" + framing, rule).reason(),
                    framing);
        }
    }

    @Test
    void headersAreComparedByName() throws IOException {
        String response = "HTTP/1.1 200 OK\r\nX-Ready:  yes \r\nVia: a\r\nvia: b\r\nContent-Length: 0\r\n\r\n";
        Map<String, TextRule> good = Map.of(
                "x-ready", new TextRule.Is("yes"),
                "via", new TextRule.Matches("^a, b$"));
        ProbeResult result = http(response, ProbeBed.http(null, null, good, null, 1), ProbeBed.PATIENT_MILLIS);
        assertTrue(result.success(), result.reason());
        Map<String, TextRule> bad = Map.of("x-ready", new TextRule.Is("no"));
        assertEquals(
                "status 200, header x-ready is \"yes\", expected \"no\"",
                http(response, ProbeBed.http(null, null, bad, null, 1), ProbeBed.PATIENT_MILLIS)
                        .reason());
        Map<String, TextRule> missing = Map.of("x-other", new TextRule.Contains("a"));
        assertEquals(
                "status 200, header x-other is \"\", expected something with \"a\"",
                http(response, ProbeBed.http(null, null, missing, null, 1), ProbeBed.PATIENT_MILLIS)
                        .reason());
    }

    @Test
    void expressionThatBacktracksWithoutEndIsStopped() throws IOException {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n" + "a".repeat(200);
        ProbeResult endless = http(
                response,
                ProbeBed.http(null, null, Map.of(), new TextRule.Matches("(.*a){25}b"), 1000),
                ProbeBed.PATIENT_MILLIS);
        assertFalse(endless.success());
        assertTrue(endless.reason().endsWith("takes longer than 250 ms to look for"), endless.reason());
    }

    @Test
    void expressionThatTakesTheStackIsStopped() throws IOException {
        String response = "HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n" + "ab".repeat(30_000);
        ProbeResult result = http(
                response,
                ProbeBed.http(null, null, Map.of(), new TextRule.Matches("(a|b|c)*d"), 60_000),
                ProbeBed.PATIENT_MILLIS);
        assertFalse(result.success());
        assertTrue(
                result.reason().contains("nests too deep") || result.reason().contains("longer than"), result.reason());
    }

    @Test
    void serverThatStopsAndStartsIsSeen() throws IOException {
        int port;
        Pair pair;
        try (RawServer server = RawServer.answering(request -> RawServer.OK)) {
            port = server.port();
            pair = bed.add(ProbeBed.http(null, null), port);
            assertTrue(bed.first(pair).success());
        }
        await().atMost(ProbeBed.SOON).until(() -> !bed.results.getLast().success());
        ServerSocket again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        try (RawServer server = RawServer.answering(again, request -> RawServer.OK)) {
            await().atMost(ProbeBed.SOON).until(() -> bed.results.getLast().success());
            assertEquals(port, server.port());
        }
    }

    @Test
    void aServerThatKeepsTheConnectionIsHungUpOn() throws IOException {
        try (RawServer server = RawServer.answering(request -> RawServer.OK)) {
            Pair pair = bed.add(ProbeBed.http(null, null), server.port());
            bed.first(pair);
            bed.remove(pair);
            await().atMost(Duration.ofSeconds(15)).until(server.open::isEmpty);
        }
    }
}
