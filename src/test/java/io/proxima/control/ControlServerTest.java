package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the control server says whatever its desks are: problems, bounds, a taken address. */
class ControlServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private Vertx vertx;
    private ControlServer server;
    private ControlClient client;

    @BeforeEach
    void start() throws ControlException {
        vertx = Vertx.vertx();
        server = ControlServer.start(vertx, ANY_PORT, Gate.OPEN, List.of(routes -> {
            routes.get("/v1/greeting", Role.READ, context -> context.end(Json.of(Map.of("hello", "world"))));
            routes.post("/v1/greeting", Role.READ, context -> context.end(Json.of(Json.body(context))));
            routes.get("/v1/broken", Role.READ, context -> {
                throw new IllegalStateException("a secret of the server's");
            });
        }));
        client = new ControlClient(ControlClient.urlOf(server.address()));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void deskAnswersInJson() throws ControlException {
        assertEquals("world", client.get("/v1/greeting").path("hello").asString());
        assertEquals(7, client.post("/v1/greeting", Map.of("n", 7)).path("n").asInt());
    }

    @Test
    void whatIsNotThereIsAProblem() throws Exception {
        HttpResponse<String> response = send(request("/v1/nowhere").GET());
        assertEquals(404, response.statusCode());
        assertEquals(
                "application/problem+json",
                response.headers().firstValue("Content-Type").orElse(""));
        assertTrue(response.body().contains("/v1/nowhere"), response.body());
    }

    @Test
    void anotherMethodIsAProblem() throws Exception {
        HttpResponse<String> response = send(request("/v1/greeting").DELETE());
        assertEquals(405, response.statusCode());
        assertTrue(response.body().contains("\"status\" : 405"), response.body());
    }

    @Test
    void bodyThatIsNoJsonIsAProblem() throws Exception {
        HttpResponse<String> response = send(request("/v1/greeting")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"n\":")));
        assertEquals(400, response.statusCode());
        assertTrue(response.body().contains("no JSON"), response.body());
    }

    @Test
    void bodiesAreBounded() throws Exception {
        HttpResponse<String> response = send(request("/v1/greeting")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[(1 << 20) + 1])));
        assertEquals(413, response.statusCode());
        assertTrue(response.body().contains("at most 1048576 octets"), response.body());
    }

    @Test
    void faultOfTheServersIsNotTold() throws Exception {
        HttpResponse<String> response = send(request("/v1/broken").GET());
        assertEquals(500, response.statusCode());
        assertTrue(!response.body().contains("secret"), response.body());
    }

    @Test
    void takenAddressIsSaid() {
        ControlException taken = assertThrows(
                ControlException.class,
                () -> ControlServer.start(vertx, server.address(), Gate.OPEN, List.of())
                        .close());
        assertTrue(message(taken).contains("port " + server.address().getPort()), message(taken));
        assertTrue(message(taken).contains("set listen.control"), message(taken));
    }

    @Test
    void nobodyThereIsSaid() {
        server.close();
        ControlException nobody = assertThrows(
                ControlException.class, () -> new ControlClient(URI.create("http://127.0.0.1:1")).get("/v1/greeting"));
        assertTrue(message(nobody).contains("no server answers at http://127.0.0.1:1"), message(nobody));
    }

    private static String message(Throwable thrown) {
        return String.valueOf(thrown.getMessage());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(ControlClient.urlOf(server.address()).resolve(path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
