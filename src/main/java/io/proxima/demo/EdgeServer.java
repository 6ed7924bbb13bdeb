package io.proxima.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An edge's HTTP server: 200 at the path of its check, its own name everywhere else. Not for several threads. */
final class EdgeServer {
    private final Edge edge;
    private @Nullable HttpServer server;

    EdgeServer(Edge edge) {
        this.edge = edge;
    }

    Edge edge() {
        return edge;
    }

    boolean isRunning() {
        return server != null;
    }

    /**
     * Listens, if it does not yet.
     *
     * @throws PortException if the address cannot be listened on
     */
    void start() throws PortException {
        if (server != null) {
            return;
        }
        HttpServer fresh = Ports.http(edge.socketAddress());
        fresh.createContext(
                "/",
                exchange -> answer(exchange, edge.name() + " " + edge.address().getHostAddress()));
        fresh.createContext(edge.healthPath(), exchange -> answer(exchange, "ok"));
        fresh.start();
        server = fresh;
    }

    /** Listens no more; open connections are closed. */
    void stop() {
        if (server != null) {
            server.stop(0);
            server = null;
        }
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        try (exchange) {
            byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
