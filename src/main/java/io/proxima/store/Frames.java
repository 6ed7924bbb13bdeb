package io.proxima.store;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Lines that know whether they are whole: {@code CRC32C LENGTH PAYLOAD}, the checksum as 8 hexadecimal digits, the length
 * in octets in decimal.
 *
 * <p>Payloads are JSON on one line. So {@code grep} and {@code cut -d' ' -f3- | jq} read a journal on the day when nothing else
 * does, a record is about as long as its names anyway, and there is one writer of few records a second: binary would save what
 * nobody misses. A payload has no line end inside, which is what makes it easy to find the way again after octets that are
 * damaged: the next record begins behind the next line end, and no octet is looked at more than a few times, whatever a file
 * claims. A payload that is whole counts even where the line end behind it is not.
 */
final class Frames {
    private static final int CRC_DIGITS = 8;
    private static final int MOST_LENGTH_DIGITS = 9;

    private Frames() {}

    /** Takes whole payloads, in their order. */
    @FunctionalInterface
    interface Payloads {
        /**
         * Takes a payload.
         *
         * @param end where the frame ends, its line end included
         */
        void payload(byte[] octets, int from, int length, int end);
    }

    static byte[] frame(byte[] payload) {
        byte[] head = ("%08x %d ".formatted(crc(payload, 0, payload.length), payload.length))
                .getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[head.length + payload.length + 1];
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(payload, 0, frame, head.length, payload.length);
        frame[frame.length - 1] = '\n';
        return frame;
    }

    /** Finds every frame that is whole among the first octets of an array. */
    static void scan(byte[] octets, int end, Payloads payloads) {
        int at = 0;
        while (at < end) {
            int lineEnd = lineEnd(octets, at, end);
            while (at < lineEnd) { // more than one round only where a line end was damaged
                int from = payloadFrom(octets, at, lineEnd);
                int length = from < 0 ? -1 : length(octets, at + CRC_DIGITS + 1, from - 1);
                if (length < 0 || length > lineEnd - from || expected(octets, at) != crc(octets, from, length)) {
                    break;
                }
                at = Math.min(from + length + 1, end);
                payloads.payload(octets, from, length, at);
            }
            at = Math.max(at, Math.min(lineEnd + 1, end));
        }
    }

    private static int lineEnd(byte[] octets, int from, int end) {
        for (int at = from; at < end; at++) {
            if (octets[at] == '\n') {
                return at;
            }
        }
        return end;
    }

    /** Where the payload begins of the frame that begins here; -1 where none does. */
    private static int payloadFrom(byte[] octets, int at, int lineEnd) {
        int lengthAt = at + CRC_DIGITS + 1;
        if (lengthAt >= lineEnd || octets[lengthAt - 1] != ' ') {
            return -1;
        }
        for (int i = at; i < at + CRC_DIGITS; i++) {
            if (digit(octets[i]) < 0) {
                return -1;
            }
        }
        int to = lengthAt;
        while (to < lineEnd && to - lengthAt <= MOST_LENGTH_DIGITS && octets[to] >= '0' && octets[to] <= '9') {
            to++;
        }
        boolean digits = to > lengthAt && to - lengthAt <= MOST_LENGTH_DIGITS;
        return digits && to < lineEnd && octets[to] == ' ' ? to + 1 : -1;
    }

    /** A number of at most nine digits, or -1 where another text than its own stands for it. */
    private static int length(byte[] octets, int from, int to) {
        int length = 0;
        for (int i = from; i < to; i++) {
            length = length * 10 + octets[i] - '0';
        }
        return octets[from] == '0' ? -1 : length;
    }

    private static int expected(byte[] octets, int at) {
        int crc = 0;
        for (int i = at; i < at + CRC_DIGITS; i++) {
            crc = crc << 4 | digit(octets[i]);
        }
        return crc;
    }

    private static int digit(byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        return octet >= 'a' && octet <= 'f' ? octet - 'a' + 10 : -1;
    }

    private static int crc(byte[] octets, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(octets, from, length);
        return (int) crc.getValue();
    }
}
