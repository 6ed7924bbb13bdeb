package io.proxima.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Lines that know whether they are whole: {@code CRC32C LENGTH PAYLOAD}, the checksum as 8 hexadecimal digits, the length
 * in octets in decimal.
 *
 * <p>Payloads are JSON on one line. So {@code grep} and {@code cut -d' ' -f3- | jq} read a journal on the day when nothing else
 * does, a record is about as long as its names anyway, and there is one writer of few records a second: binary would save what
 * nobody misses. A payload has no line end inside, which is what makes it easy to find the way again after octets that are
 * damaged: the next record begins behind the next line end, or ends with it where the line end before is damaged too. No octet is
 * looked at more than a few times, whatever a file claims.
 */
final class Frames {
    private static final int CRC_DIGITS = 8;
    private static final int MOST_LENGTH_DIGITS = 9;
    /** So that a line made of false beginnings takes no time. */
    private static final int MOST_ATTEMPTS = 16;

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
        byte[] head = (HexFormat.of().toHexDigits(crc(payload, 0, payload.length)) + " " + payload.length + " ")
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
            int from = wholeFrom(octets, at, lineEnd);
            if (from < 0) {
                from = lastFrom(octets, at + 1, lineEnd);
                at = from < 0 ? lineEnd : from;
            }
            if (from >= 0) {
                int length = length(octets, from);
                at = from + length;
                payloads.payload(octets, from, length, Math.min(at + 1, end));
            }
            at++; // a line end, or what stands where one was damaged
        }
    }

    /** Where the payload begins of the frame that begins here; -1 where none does that is whole. */
    private static int wholeFrom(byte[] octets, int at, int lineEnd) {
        int from = payloadFrom(octets, at, lineEnd);
        int length = from < 0 ? 0 : length(octets, from);
        return length > 0 && length <= lineEnd - from && expected(octets, at) == crc(octets, from, length) ? from : -1;
    }

    /** As {@link #wholeFrom}, of the frame that ends with the line, whatever stands before it: the line end there was damaged. */
    private static int lastFrom(byte[] octets, int at, int lineEnd) {
        int attempts = 0;
        for (int begin = at; begin < lineEnd && attempts < MOST_ATTEMPTS; begin++) {
            int from = payloadFrom(octets, begin, lineEnd);
            if (from >= 0 && length(octets, from) == lineEnd - from) {
                attempts++;
                if (wholeFrom(octets, begin, lineEnd) >= 0) {
                    return from;
                }
            }
        }
        return -1;
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
        boolean digits = to > lengthAt && to - lengthAt <= MOST_LENGTH_DIGITS && octets[lengthAt] != '0';
        return digits && to < lineEnd && octets[to] == ' ' ? to + 1 : -1;
    }

    /** The length that stands before a payload. */
    private static int length(byte[] octets, int payloadFrom) {
        int length = 0;
        for (int i = payloadFrom - 2, unit = 1; octets[i] != ' '; i--, unit *= 10) {
            length += (octets[i] - '0') * unit;
        }
        return length;
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
