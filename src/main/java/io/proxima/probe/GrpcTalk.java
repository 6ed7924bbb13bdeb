package io.proxima.probe;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.proxima.policy.Ask;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of gRPC's health protocol over HTTP/2 with prior knowledge, or agreed on by ALPN.
 *
 * <p>What frames the call is in gRPC's "gRPC over HTTP2": a POST whose body is one message behind five octets, and trailers
 * that carry {@code grpc-status}. Frames are read here and not by an HTTP client: the connection is then ours to close
 * before it is one of HTTP/2, and a server that floods it is cut off at {@value #MAX_OCTETS} octets.
 */
final class GrpcTalk implements Talk {
    private static final String METHOD = "/grpc.health.v1.Health/Check";
    private static final int MAX_OCTETS = 64 * 1024;
    private static final int MAX_BODY_OCTETS = 4096;
    private static final int MAX_HEADER_OCTETS = 16 * 1024;

    private final Probe probe;
    private final Ask.Grpc ask;
    private final Course course;
    private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false, MAX_HEADER_OCTETS);

    /** The response's headers and trailers; the last of a name counts. */
    private final Map<String, String> fields = new HashMap<>();

    private final Buffer body = Buffer.buffer();
    private Buffer received = Buffer.buffer();
    private Buffer block = Buffer.buffer();
    private int total;
    private boolean settled;
    private boolean blockOpen;
    private boolean endsWithBlock;
    private @Nullable NetSocket socket;

    GrpcTalk(Probe probe, Ask.Grpc ask, Course course) {
        this.probe = probe;
        this.ask = ask;
        this.course = course;
    }

    @Override
    public void opened(NetSocket opened) {
        socket = opened;
        if (ask.tls() != null && !"h2".equals(opened.applicationLayerProtocol())) {
            course.fail("the server does not agree on HTTP/2 (ALPN)");
            return;
        }
        course.doing("waiting for the response");
        opened.write(Http2.post(
                ask.tls() != null,
                Request.authority(probe, ask.host(), ask.tls() == null ? 80 : 443),
                METHOD,
                HealthMessages.request(ask.service()),
                MAX_HEADER_OCTETS,
                "content-type",
                "application/grpc",
                "te",
                "trailers",
                "user-agent",
                "proxima",
                "grpc-timeout",
                course.timeoutMillis() + "m"));
    }

    @Override
    public void closed() {
        course.fail("connection closed while " + course.doing());
    }

    @Override
    public void heard(Buffer octets) {
        total += octets.length();
        if (total > MAX_OCTETS) {
            course.fail("more than " + MAX_OCTETS + " octets of response");
        }
        received.appendBuffer(octets);
        int at = 0;
        while (!course.decided() && received.length() - at >= Http2.FRAME_HEADER_OCTETS) {
            int length = received.getUnsignedMedium(at);
            int type = received.getUnsignedByte(at + 3);
            if (length > Http2.MAX_FRAME_OCTETS || (!settled && type != Http2.SETTINGS)) {
                course.fail("not HTTP/2");
                return;
            }
            int end = at + Http2.FRAME_HEADER_OCTETS + length;
            if (received.length() < end) {
                break;
            }
            settled = true;
            frame(
                    type,
                    received.getUnsignedByte(at + 4),
                    received.getInt(at + 5) & Integer.MAX_VALUE,
                    received.getBuffer(at + Http2.FRAME_HEADER_OCTETS, end));
            at = end;
        }
        received = received.getBuffer(at, received.length());
    }

    private void frame(int type, int flags, int stream, Buffer payload) {
        if (blockOpen && type != Http2.CONTINUATION) {
            course.fail("headers that are interrupted");
            return;
        }
        switch (type) {
            case Http2.SETTINGS -> {
                if ((flags & Http2.ACK) == 0) {
                    write(Http2.frame(Http2.SETTINGS, Http2.ACK, 0, Buffer.buffer()));
                }
            }
            case Http2.PING -> {
                if ((flags & Http2.ACK) == 0) {
                    write(Http2.frame(Http2.PING, Http2.ACK, 0, payload));
                }
            }
            case Http2.GOAWAY -> goAway(payload);
            case Http2.HEADERS -> {
                course.doing("reading the response");
                endsWithBlock = (flags & Http2.END_STREAM) != 0;
                block = Buffer.buffer();
                Buffer unpadded = unpadded(flags, payload);
                int priority = (flags & Http2.PRIORITY) != 0 ? 5 : 0;
                block(flags, unpadded.getBuffer(Math.min(priority, unpadded.length()), unpadded.length()));
            }
            case Http2.CONTINUATION -> block(flags, payload);
            case Http2.DATA -> data(flags, unpadded(flags, payload));
            case Http2.RST_STREAM ->
                course.fail(
                        "the server reset the stream, error " + (payload.length() < 4 ? "none" : payload.getInt(0)));
            case Http2.PUSH_PROMISE -> course.fail("the server pushes although it was told not to");
            default -> {} // priorities, windows, and what will be invented (RFC 9113 §5.5)
        }
        if (stream > 1 && type != Http2.PUSH_PROMISE) {
            course.fail("a frame of a stream that nobody opened");
        }
    }

    /** A server that finishes what it began may say that it goes; one that will not answer says so too. */
    private void goAway(Buffer payload) {
        if (payload.length() < 8 || payload.getInt(0) < 1 || payload.getInt(4) != 0) {
            course.fail("the server sent GOAWAY, error " + (payload.length() < 8 ? "none" : payload.getInt(4)));
        }
    }

    private void block(int flags, Buffer fragment) {
        block.appendBuffer(fragment);
        blockOpen = (flags & Http2.END_HEADERS) == 0;
        if (blockOpen) {
            return;
        }
        try {
            Http2Headers decoded = headers.decodeHeaders(1, Unpooled.wrappedBuffer(block.getBytes()));
            decoded.forEach(field ->
                    fields.put(field.getKey().toString(), field.getValue().toString()));
        } catch (Http2Exception e) {
            course.fail("headers that cannot be read: " + Words.fit(String.valueOf(e.getMessage()), 64));
            return;
        }
        String status = fields.getOrDefault(":status", "");
        if (status.startsWith("1")) {
            fields.clear(); // an interim response
        } else if (!status.equals("200")) {
            course.fail("HTTP status " + Words.fit(status, 8) + ", expected 200");
        } else if (endsWithBlock) {
            judge();
        }
    }

    private void data(int flags, Buffer payload) {
        body.appendBuffer(payload);
        if (body.length() > MAX_BODY_OCTETS) {
            course.fail("a response larger than " + MAX_BODY_OCTETS + " octets");
        } else if ((flags & Http2.END_STREAM) != 0) {
            judge();
        }
    }

    private void judge() {
        @Nullable String status = fields.get("grpc-status");
        @Nullable String message = fields.get("grpc-message");
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

    private static Buffer unpadded(int flags, Buffer payload) {
        if ((flags & Http2.PADDED) == 0 || payload.length() == 0) {
            return payload;
        }
        return payload.getBuffer(1, Math.max(1, payload.length() - payload.getUnsignedByte(0)));
    }

    private void write(Buffer frame) {
        if (socket != null) {
            socket.write(frame);
        }
    }

    private void hangUp() {
        if (socket != null) {
            socket.close();
        }
    }
}
