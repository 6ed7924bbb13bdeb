package io.proxima.probe;

import io.proxima.policy.Ask;
import io.proxima.policy.Tls;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One call of gRPC's health protocol over an HTTP/2 connection of its own, TLS or prior knowledge.
 *
 * <p>What frames the call is in gRPC's "gRPC over HTTP2": a POST whose body is one message behind five octets, and trailers
 * that carry {@code grpc-status}.
 */
final class GrpcAttempt implements Attempt {
    private static final String METHOD = "/grpc.health.v1.Health/Check";

    /** More than any answer of this protocol has. */
    private static final int MAX_OCTETS = 4096;

    private final Course course;
    private final Probe probe;
    private final Ask.Grpc ask;
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientConnection connection;

    /** Starts on the current event loop. */
    GrpcAttempt(Vertx vertx, Clients clients, Probe probe, Ask.Grpc ask, Listener listener) {
        this.probe = probe;
        this.ask = ask;
        this.course = new Course(vertx, probe.check().timeout(), "connecting", listener, this::hangUp);
        String literal = probe.address().getHostAddress();
        HttpConnectOptions options = new HttpConnectOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setServer(SocketAddress.inetSocketAddress(SocketAttempt.target(probe, ask.host())))
                .setHost(ask.host() == null ? literal : ask.host())
                .setPort(probe.check().port())
                .setConnectTimeout(course.timeoutMillis());
        Tls tls = ask.tls();
        options.setSsl(tls != null);
        if (tls != null) {
            options.setSslOptions(clients.tls(tls));
        }
        clients.http2(probe).connect(options).onComplete(opened -> {
            if (opened.failed()) {
                Faults.end(course, "cannot connect", opened.cause());
                course.release();
            } else {
                connected(opened.result());
            }
        });
    }

    @Override
    public void abandon() {
        course.abandon();
    }

    private void connected(HttpClientConnection opened) {
        connection = opened;
        opened.closeHandler(nothing -> {
            course.fail("connection closed while " + course.doing());
            course.release();
        });
        opened.exceptionHandler(error -> Faults.end(course, "connection broken", error));
        opened.goAwayHandler(goAway -> course.fail("the server sent GOAWAY, error " + goAway.getErrorCode()));
        if (course.decided()) {
            hangUp();
            return;
        }
        course.doing("opening a stream");
        opened.request(new RequestOptions()
                        .setMethod(HttpMethod.POST)
                        .setHost(ask.host() == null ? probe.address().getHostAddress() : ask.host())
                        .setPort(probe.check().port())
                        .setURI(METHOD))
                .onComplete(stream -> {
                    if (stream.failed()) {
                        Faults.end(course, "no stream", stream.cause());
                    } else if (!course.decided()) {
                        call(stream.result());
                    }
                });
    }

    private void call(HttpClientRequest request) {
        course.doing("waiting for the response");
        request.exceptionHandler(this::broken);
        request.putHeader("content-type", "application/grpc")
                .putHeader("te", "trailers")
                .putHeader("user-agent", "proxima")
                .putHeader("grpc-timeout", course.timeoutMillis() + "m");
        request.response().onComplete(answered -> {
            if (answered.failed()) {
                broken(answered.cause());
            } else {
                answered(answered.result());
            }
        });
        request.end(HealthMessages.request(ask.service()));
    }

    private void broken(Throwable error) {
        if (error instanceof StreamResetException reset) {
            course.fail("the server reset the stream, error " + reset.getCode());
        } else {
            Faults.end(course, "the call broke", error);
        }
    }

    private void answered(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            course.fail("HTTP status " + response.statusCode() + ", expected 200");
            return;
        }
        course.doing("reading the response");
        response.exceptionHandler(this::broken);
        response.handler(octets -> {
            body.appendBuffer(octets);
            if (body.length() > MAX_OCTETS) {
                course.fail("a response larger than " + MAX_OCTETS + " octets");
            }
        });
        response.endHandler(nothing -> {
            String status = response.getTrailer("grpc-status");
            String message = response.getTrailer("grpc-message");
            judge(
                    status == null ? response.getHeader("grpc-status") : status,
                    message == null ? response.getHeader("grpc-message") : message);
        });
    }

    private void judge(@Nullable String status, @Nullable String message) {
        if (status == null) {
            course.fail("no gRPC: the response has no grpc-status");
        } else if (!status.equals("0")) {
            course.fail("grpc-status " + Words.fit(status, 8) + (message == null ? "" : ": " + Words.fit(message, 96)));
        } else {
            String serving = HealthMessages.status(body);
            if (serving.equals(HealthMessages.SERVING)) {
                course.succeed(serving);
                hangUp();
            } else {
                course.fail(serving);
            }
        }
    }

    private void hangUp() {
        if (connection != null) {
            var _ = connection.close();
        }
    }
}
