package io.proxima.cluster;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Texts in what replicas tell each other: UTF-8 behind its length in two octets. */
final class Texts {
    private Texts() {}

    static void put(ByteBuffer out, String text) {
        byte[] octets = utf8(text);
        out.putShort((short) octets.length).put(octets);
    }

    /**
     * The text that comes next.
     *
     * @param max the octets it may have
     * @throws BufferUnderflowException if it is longer than that, or than what is left
     */
    static String take(ByteBuffer in, int max) throws CharacterCodingException {
        int length = in.getShort() & 0xffff;
        if (length > max || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer octets = in.slice(in.position(), length);
        in.position(in.position() + length);
        return StandardCharsets.UTF_8.newDecoder().decode(octets).toString();
    }

    /** How many octets a text has. */
    static int length(String text) {
        return utf8(text).length;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
