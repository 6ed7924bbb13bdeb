package io.proxima.probe;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** An HTTP/2 server that frames as "gRPC over HTTP2" says, and does as it is told with the message. */
final class GrpcServer implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<String> headers = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    GrpcServer(Vertx vertx, HttpServerOptions options, BiConsumer<HttpServerRequest, String> answer) {
        server = vertx.createHttpServer(options)
                .requestHandler(request -> request.bodyHandler(body -> {
                    headers.add(request.version() + " " + request.method() + " " + request.uri() + " "
                            + request.getHeader("content-type") + " " + request.getHeader("te"));
                    String service = service(body);
                    asked.add(service);
                    answer.accept(request, service);
                }))
                .listen(0, "127.0.0.1")
                .await();
    }

    /** Answers with a status of the health protocol. */
    static BiConsumer<HttpServerRequest, String> status(int status) {
        return (request, service) -> send(request, Buffer.buffer(new byte[] {8, (byte) status}), 0);
    }

    static void send(HttpServerRequest request, Buffer message, int grpcStatus) {
        request.response()
                .putHeader("content-type", "application/grpc")
                .putTrailer("grpc-status", String.valueOf(grpcStatus));
        request.response()
                .write(Buffer.buffer()
                        .appendByte((byte) 0)
                        .appendInt(message.length())
                        .appendBuffer(message));
        request.response().end();
    }

    /** The service that a request names, read as the wire format has it. */
    private static String service(Buffer body) {
        if (body.getByte(0) != 0 || body.getInt(1) != body.length() - 5) {
            return "not framed";
        }
        if (body.length() == 5) {
            return "";
        }
        int length = body.getByte(6);
        return body.getByte(5) == 0x0a && length == body.length() - 7
                ? body.getString(7, body.length(), StandardCharsets.UTF_8.name())
                : "not a string";
    }

    int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        server.close().await();
    }
}
