package io.proxima.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.metrics.Exposition;
import io.proxima.metrics.Metric;
import io.proxima.metrics.Reading;
import io.proxima.store.JournalReader;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Liveness, metrics and status over HTTP, where all is well and where it is not. */
class ObservingDesksTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private HttpResponse<String> ask(ControlServer.Desk desk, String path, String accept) throws Exception {
        try (ControlServer server = ControlServer.start(vertx, ANY_PORT, Gate.OPEN, List.of(desk));
                HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(ControlClient.urlOf(server.address()).resolve(path))
                            .header("Accept", accept)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String type(HttpResponse<String> response) {
        return response.headers().firstValue("Content-Type").orElse("");
    }

    @Test
    void serverWhoseListenersAnswerIsAlive() throws Exception {
        HttpResponse<String> response = ask(new LivenessDesk(List::of), "/healthz", "*/*");
        assertEquals(200, response.statusCode());
        assertEquals("ok\n", response.body());
    }

    @Test
    void listenerThatDoesNotAnswerIsNamed() throws Exception {
        HttpResponse<String> response = ask(new LivenessDesk(() -> List.of("192.0.2.53:53")), "/healthz", "*/*");
        assertEquals(503, response.statusCode());
        assertEquals("application/problem+json", type(response));
        assertTrue(response.body().contains("192.0.2.53:53"), response.body());
    }

    @Test
    void scrapeIsAnsweredInTheFormatAskedFor() throws Exception {
        MetricsDesk desk = new MetricsDesk(
                () -> CompletableFuture.completedFuture(List.of(Reading.of(Metric.REPLICAS_LIVE, 2))),
                new Exposition());
        HttpResponse<String> plain = ask(desk, "/metrics", "text/plain");
        assertTrue(type(plain).startsWith("text/plain; version=0.0.4"), type(plain));
        assertTrue(plain.body().contains("\nproxima_replicas_live 2.0\n"), plain.body());
        HttpResponse<String> open = ask(desk, "/metrics", "application/openmetrics-text; version=1.0.0");
        assertTrue(type(open).startsWith("application/openmetrics-text"), type(open));
    }

    @Test
    void serverThatIsStoppingSaysThatItCannotTell() throws Exception {
        var stopping = new IllegalStateException("the signals have stopped");
        assertEquals(
                500,
                ask(
                                new StatusDesk(
                                        () -> CompletableFuture.failedFuture(stopping),
                                        new JournalReader(Path.of("no-journal"))),
                                "/v1/status",
                                "*/*")
                        .statusCode());
        assertEquals(
                500,
                ask(
                                new MetricsDesk(() -> CompletableFuture.failedFuture(stopping), new Exposition()),
                                "/metrics",
                                "*/*")
                        .statusCode());
    }
}
