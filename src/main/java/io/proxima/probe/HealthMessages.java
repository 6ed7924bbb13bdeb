package io.proxima.probe;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * The two messages of {@code grpc.health.v1}, in the wire format of Protocol Buffers and behind gRPC's five octets.
 *
 * <pre>
 * HealthCheckRequest  { string service = 1; }
 * HealthCheckResponse { ServingStatus status = 1; }   UNKNOWN 0, SERVING 1, NOT_SERVING 2, SERVICE_UNKNOWN 3
 * </pre>
 */
final class HealthMessages {
    static final String SERVING = "SERVING";

    private static final int PREFIX_OCTETS = 5;
    private static final int SERVICE_FIELD = (1 << 3) | 2;
    private static final int STATUS_FIELD = 1 << 3;
    private static final int MAX_VARINT_OCTETS = 10;

    private HealthMessages() {}

    /** A request; empty asks for the server as a whole. */
    static Buffer request(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        Buffer message = Buffer.buffer();
        if (name.length > 0) {
            message.appendByte((byte) SERVICE_FIELD);
            putVarint(message, name.length);
            message.appendBytes(name);
        }
        return Buffer.buffer().appendByte((byte) 0).appendInt(message.length()).appendBuffer(message);
    }

    /** The status that a response names, or what is wrong with the response. */
    static String status(Buffer framed) {
        if (framed.length() < PREFIX_OCTETS
                || framed.getByte(0) != 0
                || framed.getInt(1) != framed.length() - PREFIX_OCTETS) {
            return "a response that is no single message";
        }
        long status = 0; // what is not written is the first of an enum
        int at = PREFIX_OCTETS;
        while (at < framed.length()) {
            long tag = varint(framed, at);
            at = behind(framed, at);
            int type = (int) (tag & 7);
            if (at < 0) {
                return "a malformed message";
            }
            if (tag == STATUS_FIELD) {
                status = varint(framed, at);
            }
            long next = switch (type) {
                case 0 -> behind(framed, at);
                case 1 -> at + 8L;
                case 2 -> behind(framed, at) < 0 ? -1 : behind(framed, at) + varint(framed, at);
                case 5 -> at + 4L;
                default -> -1;
            };
            if (next < at || next > framed.length()) {
                return "a malformed message";
            }
            at = (int) next;
        }
        return switch (Math.clamp(status, -1, 4)) {
            case 0 -> "UNKNOWN";
            case 1 -> SERVING;
            case 2 -> "NOT_SERVING";
            case 3 -> "SERVICE_UNKNOWN";
            default -> "status " + status;
        };
    }

    private static void putVarint(Buffer out, int value) {
        int rest = value;
        for (; rest >= 0x80; rest >>>= 7) {
            out.appendByte((byte) (rest | 0x80));
        }
        out.appendByte((byte) rest);
    }

    /** The number at a place; what stands there has been, or will be, found to end. */
    private static long varint(Buffer in, int from) {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_OCTETS && from + i < in.length(); i++) {
            byte octet = in.getByte(from + i);
            value |= (octet & 0x7fL) << (7 * i);
            if (octet >= 0) {
                return value;
            }
        }
        return value;
    }

    /** Where the number at a place ends; -1 where it does not. */
    private static int behind(Buffer in, int from) {
        for (int i = 0; i < MAX_VARINT_OCTETS && from + i < in.length(); i++) {
            if (in.getByte(from + i) >= 0) {
                return from + i + 1;
            }
        }
        return -1;
    }
}
