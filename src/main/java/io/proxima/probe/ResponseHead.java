package io.proxima.probe;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the head of an HTTP/1.x response (RFC 9112 §4 and §5) as its octets arrive.
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
    private static final String END = "\r\n\r\n";

    /** "HTTP/1.1 200". */
    private static final int STATUS_END = VERSION.length() + 5;

    /** An octet a character. */
    private final StringBuilder text = new StringBuilder();

    private final Map<String, String> fields = new LinkedHashMap<>();

    /** Takes more octets; the final response's status code, {@link #INCOMPLETE} or {@link #MALFORMED}. */
    int feed(Buffer octets) {
        int searched = Math.max(0, text.length() - END.length() + 1);
        text.append(octets.toString(StandardCharsets.ISO_8859_1));
        while (true) {
            for (int i = 0; i < Math.min(text.length(), VERSION.length()); i++) {
                if (text.charAt(i) != VERSION.charAt(i)) {
                    return MALFORMED;
                }
            }
            int end = text.indexOf(END, searched);
            if (end < 0) {
                return text.length() > MAX_OCTETS ? MALFORMED : INCOMPLETE;
            }
            int status = end > MAX_OCTETS ? MALFORMED : status(text.substring(0, end));
            text.delete(0, end + END.length());
            if (status < 100 || status >= 200) {
                return status;
            }
            searched = 0;
        }
    }

    /** The final response's fields, names in lower case; those that stand twice are joined by a comma (RFC 9110 §5.3). */
    Map<String, String> fields() {
        return fields;
    }

    /** What came behind the head. */
    Buffer rest() {
        return Buffer.buffer(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private int status(String head) {
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
        fields.clear();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                return MALFORMED;
            }
            fields.merge(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip(),
                    (first, next) -> first + ", " + next);
        }
        return status < 100 ? MALFORMED : status;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
