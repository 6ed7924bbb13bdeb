package io.proxima.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Commands by HTTP for scripts: {@code POST /stop/NAME}, {@code POST /start/NAME}, and {@code GET /} lists. */
final class DemoControl implements AutoCloseable {
    private final HttpServer server;
    private final Commands commands;

    DemoControl(InetSocketAddress address, Commands commands) throws PortException {
        this.commands = commands;
        server = Ports.http(address);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean post = exchange.getRequestMethod().equals("POST");
            Commands.Reply reply = switch (path.split("/", -1)) {
                case String[] parts when parts.length == 3 && post -> commands.run(parts[1] + " " + parts[2]);
                case String[] _ when path.equals("/") && !post -> commands.run("edges");
                default -> Commands.Reply.refused("POST /stop/NAME, POST /start/NAME or GET /");
            };
            byte[] body = (reply.text() + "\n").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(reply.done() ? 200 : 400, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
