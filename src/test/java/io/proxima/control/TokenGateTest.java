package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens, roles, and what becomes of who has none, over a real server. */
class TokenGateTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T10:00:00Z"));
    private final Tokens.Made reader = Tokens.make("grafana", Role.READ, RANDOM);
    private final Tokens.Made operator = Tokens.make("ann", Role.OPERATE, RANDOM);
    private final HttpClient http = HttpClient.newHttpClient();
    private final Vertx vertx = Vertx.vertx();
    private Path file;
    private ControlServer server;

    @BeforeEach
    void start() throws Exception {
        file = Files.writeString(folder.resolve("tokens"), "# who\n\n" + reader.line() + "\n" + operator.line() + "\n");
        TokenFile tokens = TokenFile.read(file);
        tokens.watch(vertx);
        server = ControlServer.start(
                vertx,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                new TokenGate(tokens, true, now::get),
                List.of(routes -> {
                    routes.get("/open", Role.OPEN, context -> context.end("open"));
                    routes.get("/metrics", Role.READ, context -> context.end("metrics"));
                    routes.get(
                            "/read",
                            Role.READ,
                            context -> context.end(Caller.of(context).name()));
                    routes.post("/say", Role.OPERATE, context -> context.end(Caller.signed(context, "root")));
                    routes.delete("/all", Role.ADMIN, context -> context.end("gone"));
                }));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void everyRoleMayWhatThoseBeforeItMay() throws Exception {
        assertEquals("grafana", get("/read", reader.token()).body());
        assertEquals("ann", get("/read", operator.token()).body());
        HttpResponse<String> said = send(request("/say", operator.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
        assertEquals("ann", said.body(), "a claimed name does not count beside a token's");
        HttpResponse<String> forbidden =
                send(request("/say", reader.token()).POST(HttpRequest.BodyPublishers.noBody()));
        assertEquals(403, forbidden.statusCode());
        assertTrue(
                forbidden.body().contains("wants the role operate, and the token grafana has read"), forbidden.body());
        assertTrue(header(forbidden, "WWW-Authenticate").contains("scope=\"operate\""));
        assertEquals(403, send(request("/all", operator.token()).DELETE()).statusCode());
    }

    @Test
    void nobodyWithoutTokenComesInWhereOneIsWanted() throws Exception {
        HttpResponse<String> response = get("/read", "");
        assertEquals(401, response.statusCode());
        assertEquals("Bearer realm=\"proxima\"", header(response, "WWW-Authenticate"));
        assertEquals("application/problem+json", header(response, "Content-Type"));
        HttpResponse<String> wrong = get("/read", "x");
        assertEquals(401, wrong.statusCode());
        assertTrue(header(wrong, "WWW-Authenticate").contains("error=\"invalid_token\""));
        assertEquals("open", get("/open", "").body());
        assertEquals("metrics", get("/metrics", "").body());
    }

    @Test
    void wrongTokensAreSlowedByAddress() throws Exception {
        for (int i = 0; i < Attempts.BURST; i++) {
            assertEquals(401, get("/read", "guess" + i).statusCode());
        }
        HttpResponse<String> slowed = get("/read", "guess");
        assertEquals(429, slowed.statusCode());
        assertEquals("1", header(slowed, "Retry-After"));
        now.updateAndGet(then -> then.plusSeconds(1));
        assertEquals(401, get("/read", "guess").statusCode());
        assertEquals(429, get("/read", "guess").statusCode());
        now.updateAndGet(then -> then.plusSeconds(1));
        assertEquals(200, get("/read", reader.token()).statusCode());
    }

    @Test
    void addressesThatFailAreBoundedAndCountByTheirNetwork() {
        Attempts attempts = new Attempts(now::get);
        for (int i = 0; i < Attempts.MOST_ADDRESSES * 2; i++) {
            attempts.failed("192.0." + i / 256 + "." + i % 256);
        }
        assertEquals(Attempts.MOST_ADDRESSES, attempts.size());
        for (int i = 0; i < Attempts.BURST; i++) {
            attempts.failed("2001:db8::" + Integer.toHexString(i));
        }
        assertFalse(attempts.mayTry("2001:db8::ffff"));
        assertTrue(attempts.mayTry("2001:db8:0:1::1"));
    }

    @Test
    void changedFileIsReadAgainAndABrokenOneIsNot() throws Exception {
        Files.writeString(file, "ann operate oops\n");
        Tokens.Made next = Tokens.make("bob", Role.READ, RANDOM);
        assertEquals(200, get("/read", reader.token()).statusCode());
        Files.writeString(file, next.line() + "\n");
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> get("/read", reader.token()).statusCode() != 200);
        now.updateAndGet(then -> then.plusSeconds(60));
        assertEquals("bob", get("/read", next.token()).body());
    }

    @Test
    void brokenFileLeavesTheTokensBefore() throws Exception {
        TokenFile tokens = TokenFile.read(file);
        Files.writeString(file, "ann operate oops\n");
        assertFalse(tokens.look());
        assertTrue(tokens.tokens().find(reader.token()).isPresent());
        Files.delete(file);
        assertFalse(tokens.look());
        assertTrue(tokens.tokens().find(operator.token()).isPresent());
    }

    @Test
    void whatIsWrongWithAFileIsSaidByLineAndWithoutItsWords() throws Exception {
        String digest = reader.line().substring(reader.line().lastIndexOf(' ') + 1);
        Map<String, String> wrong = Map.of(
                "",
                "1: there is no token",
                "#\nann read",
                "2: write NAME ROLE SHA-256",
                "ann root " + digest,
                "1: a role is read, operate or admin",
                "ann open " + digest,
                "1: a role is read, operate or admin",
                "ann read " + reader.token(),
                "1: the third word is the token's SHA-256",
                "a/b read " + digest,
                "1: a name has at most 63",
                "ann read " + digest + "\nann admin " + digest,
                "2: there is a token named ann above");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            Files.writeString(file, each.getKey());
            String message = String.valueOf(assertThrows(ControlException.class, () -> TokenFile.read(file))
                    .getMessage());
            assertTrue(message.startsWith(file + ":" + each.getValue()), message);
            assertFalse(message.contains(reader.token()), message);
        }
    }

    @Test
    void fileThatOthersReadIsWarnedOf() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals("", TokenFile.read(file).exposed());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertTrue(TokenFile.read(file).exposed().contains("chmod 640"));
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return send(request(path, token).GET());
    }

    private HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(ControlClient.urlOf(server.address()).resolve(path));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
