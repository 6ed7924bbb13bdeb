package io.proxima.probe;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** The frames of HTTP/2 (RFC 9113) and of its headers (RFC 7541) that a client with one request sends. */
final class Http2 {
    static final int FRAME_HEADER_OCTETS = 9;

    /** The largest frame that a peer may send unless it is told otherwise (RFC 9113 §4.2). */
    static final int MAX_FRAME_OCTETS = 16_384;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;

    static final int ACK = 0x1;
    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY = 0x20;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int ENABLE_PUSH = 2;
    private static final int MAX_HEADER_LIST_SIZE = 6;

    private static final int STATIC_AUTHORITY = 1;
    private static final int STATIC_METHOD_POST = 3;
    private static final int STATIC_PATH = 4;
    private static final int STATIC_SCHEME_HTTP = 6;
    private static final int STATIC_SCHEME_HTTPS = 7;
    private static final int INDEXED = 0x80;
    private static final int SEVEN_BITS = 0x7f;

    private Http2() {}

    /**
     * Everything of a connection whose only request is a POST with one message: preface, settings, headers, data.
     *
     * @param headers names in lower case and values, in turn
     */
    static Buffer post(
            boolean secure, String authority, String path, Buffer body, int maxHeaderOctets, String... headers) {
        Buffer settings = Buffer.buffer()
                .appendUnsignedShort(ENABLE_PUSH)
                .appendInt(0)
                .appendUnsignedShort(MAX_HEADER_LIST_SIZE)
                .appendInt(maxHeaderOctets);
        Buffer block = Buffer.buffer()
                .appendByte((byte) (INDEXED | STATIC_METHOD_POST))
                .appendByte((byte) (INDEXED | (secure ? STATIC_SCHEME_HTTPS : STATIC_SCHEME_HTTP)));
        string(block.appendByte((byte) STATIC_AUTHORITY), authority);
        string(block.appendByte((byte) STATIC_PATH), path);
        for (int i = 0; i < headers.length; i += 2) {
            string(string(block.appendByte((byte) 0), headers[i]), headers[i + 1]);
        }
        return Buffer.buffer(PREFACE)
                .appendBuffer(frame(SETTINGS, 0, 0, settings))
                .appendBuffer(frame(HEADERS, END_HEADERS, 1, block))
                .appendBuffer(frame(DATA, END_STREAM, 1, body));
    }

    /** One frame. */
    static Buffer frame(int type, int flags, int stream, Buffer payload) {
        return Buffer.buffer()
                .appendMedium(payload.length())
                .appendByte((byte) type)
                .appendByte((byte) flags)
                .appendInt(stream)
                .appendBuffer(payload);
    }

    /** A string literal without Huffman's code (RFC 7541 §5.2). */
    private static Buffer string(Buffer block, String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (octets.length < SEVEN_BITS) {
            block.appendByte((byte) octets.length);
        } else {
            block.appendByte((byte) SEVEN_BITS);
            int rest = octets.length - SEVEN_BITS;
            for (; rest >= INDEXED; rest >>>= 7) {
                block.appendByte((byte) ((rest & SEVEN_BITS) | INDEXED));
            }
            block.appendByte((byte) rest);
        }
        return block.appendBytes(octets);
    }
}
