package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import io.proxima.policy.Check;
import io.proxima.policy.FileText;
import io.proxima.policy.Holds;
import io.proxima.policy.Pace;
import io.proxima.policy.Source;
import io.proxima.source.Place;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may say how a member is, and what is made of it. */
class PushDeskTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final String OTHER = "fedcba9876543210";
    private static final Pair OWN = new Pair("example.com./own", "192.0.2.1");

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private ControlServer server;

    private static Check check(String name, Ask ask) {
        Duration second = Duration.ofSeconds(1);
        return new Check(
                name,
                ask,
                0,
                new Pace(second, second, second, 0.1),
                Source.ANY,
                2,
                2,
                3,
                Holds.NONE,
                new Place("test", 1, 1));
    }

    private static Ask push(String token) {
        return new Ask.Push(new FileText(Path.of("token"), token), Duration.ofSeconds(30));
    }

    @BeforeEach
    void start() throws ControlException {
        Map<Pair, Check> checks = Map.of(
                OWN,
                check("own", push(TOKEN)),
                new Pair("example.com./own", "2001:db8:0:0:0:0:0:1"),
                check("own", push(TOKEN)),
                new Pair("example.net./other", "192.0.2.1"),
                check("other", push(OTHER)),
                new Pair("./top", "192.0.2.1"),
                check("top", push(TOKEN)),
                new Pair("example.com./tcp", "192.0.2.1"),
                check("tcp", new Ask.Tcp()));
        vertx = Vertx.vertx();
        server = ControlServer.start(
                vertx,
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
                Gate.OPEN,
                List.of(new PushDesk(
                        () -> checks,
                        (pair, up, why) -> told.add(pair.check() + " " + pair.address() + " " + up + " " + why))));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private HttpResponse<String> post(String path, String authorization, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        ControlClient.urlOf(server.address()).resolve("/v1/push/" + path))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "example.com/own/192.0.2.1, example.com./own 192.0.2.1",
        "example.com./own/192.0.2.1, example.com./own 192.0.2.1",
        "example.com/own/2001:DB8::1, example.com./own 2001:db8:0:0:0:0:0:1",
        "root/top/192.0.2.1, ./top 192.0.2.1"
    })
    void emptyBodyIsUp(String path, String pair) throws Exception {
        HttpResponse<String> response = post(path, "Bearer " + TOKEN, "");
        assertEquals(200, response.statusCode(), response.body());
        assertEquals(List.of(pair + " true "), told);
        assertTrue(response.body().contains("\"ttlSeconds\" : 30.0"), response.body());
    }

    @Test
    void bodySaysDownAndWhy() throws Exception {
        assertEquals(
                200,
                post("example.com/own/192.0.2.1", "Bearer " + TOKEN, "{\"up\": false, \"why\": \"disk\\nfull\"}")
                        .statusCode());
        assertEquals(List.of("example.com./own 192.0.2.1 false disk?full"), told);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer ",
                "Bearer " + OTHER,
                "Bearer " + TOKEN + "0",
                "Bearer 0123456789abcde",
                "Basic " + TOKEN,
                TOKEN
            })
    void wrongTokenLearnsNothing(String authorization) throws Exception {
        HttpResponse<String> known = post("example.com/own/192.0.2.1", authorization, "");
        assertEquals(401, known.statusCode());
        assertEquals(
                "Bearer realm=\"proxima\"",
                known.headers().firstValue("WWW-Authenticate").orElse(""));
        HttpResponse<String> noSuchAddress = post("example.com/own/192.0.2.9", authorization, "");
        assertEquals(401, noSuchAddress.statusCode());
        assertEquals(known.body(), noSuchAddress.body());
        if (!authorization.equals("Bearer " + OTHER)) {
            HttpResponse<String> noSuchCheck = post("example.org/none/192.0.2.1", authorization, "");
            assertEquals(401, noSuchCheck.statusCode());
            assertEquals(known.body(), noSuchCheck.body());
        }
        assertEquals(List.of(), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com/own/192.0.2.9", "example.com/tcp/192.0.2.1", "example.org/none/192.0.2.1"})
    void whoKnowsATokenIsToldWhatIsNotThere(String path) throws Exception {
        assertEquals(404, post(path, "Bearer " + TOKEN, "").statusCode());
        assertEquals(List.of(), told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "7", "{\"up\": \"no\"}", "{\"up\": true, \"why\": 7}"})
    void bodyThatSaysNothingIsABadRequest(String body) throws Exception {
        assertEquals(
                400, post("example.com/own/192.0.2.1", "Bearer " + TOKEN, body).statusCode());
        assertEquals(List.of(), told);
    }

    @Test
    void addressThatIsNoneIsABadRequest() throws Exception {
        assertEquals(400, post("example.com/own/www", "Bearer " + TOKEN, "").statusCode());
    }
}
