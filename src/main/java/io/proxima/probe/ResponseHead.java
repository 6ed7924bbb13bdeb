package io.proxima.probe;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the head of an HTTP/1.x response (RFC 9112 §4 and §5) as its octets arrive, and wants nothing of it but the status
 * code.
 *
 * <p>Interim responses (1xx) are passed over. What cannot become HTTP is known at the first wrong octet, before any
 * time-out. At most 16 KiB are kept. Confined to one thread.
 */
final class ResponseHead {
    /** More octets are needed. */
    static final int INCOMPLETE = 0;

    /** No HTTP/1.x response, or a head larger than 16 KiB. */
    static final int MALFORMED = -1;

    private static final int MAX_OCTETS = 16 * 1024;
    private static final String VERSION = "HTTP/1.";

    /** "HTTP/1.1 200". */
    private static final int STATUS_END = VERSION.length() + 5;

    private String text = "";

    /** Takes more octets; the final response's status code, {@link #INCOMPLETE} or {@link #MALFORMED}. */
    int feed(Buffer octets) {
        text += octets.toString(StandardCharsets.ISO_8859_1);
        while (true) {
            int compared = Math.min(text.length(), VERSION.length());
            if (!text.startsWith(VERSION.substring(0, compared))) {
                return MALFORMED;
            }
            int end = text.indexOf("\r\n\r\n");
            if (end < 0) {
                return text.length() > MAX_OCTETS ? MALFORMED : INCOMPLETE;
            }
            int status = end > MAX_OCTETS ? MALFORMED : status(text.substring(0, end));
            if (status < 100 || status >= 200) {
                return status;
            }
            text = text.substring(end + 4);
        }
    }

    private static int status(String head) {
        String[] lines = head.split("\r\n", -1);
        String line = lines[0];
        if (line.length() < STATUS_END
                || !isDigit(line.charAt(VERSION.length()))
                || line.charAt(VERSION.length() + 1) != ' '
                || (line.length() > STATUS_END && line.charAt(STATUS_END) != ' ')) {
            return MALFORMED;
        }
        int status = 0;
        for (int i = STATUS_END - 3; i < STATUS_END; i++) {
            if (!isDigit(line.charAt(i))) {
                return MALFORMED;
            }
            status = status * 10 + line.charAt(i) - '0';
        }
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].indexOf(':') < 1) {
                return MALFORMED;
            }
        }
        return status < 100 ? MALFORMED : status;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
