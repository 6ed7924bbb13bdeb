package io.proxima.probe;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the body of an HTTP/1.x response (RFC 9112 §6 and §7) as its octets arrive, up to a limit. Confined to one thread.
 */
final class ResponseBody {
    /** How far it is. */
    enum Progress {
        INCOMPLETE,
        /** Whole, or at the limit. */
        COMPLETE,
        MALFORMED
    }

    private static final int MAX_CHUNK_LINE = 256;

    private final int limit;
    private final boolean chunked;

    /** Octets of the body, or of the chunk, still to come; -1 where the end of the connection ends it. */
    private long due;

    private final Buffer body = Buffer.buffer();

    /** The line in front of a chunk, or behind one, as far as it has come. */
    private final StringBuilder line = new StringBuilder();

    private boolean behindChunk;
    private boolean whole;
    private boolean malformed;

    /**
     * A body still to come.
     *
     * @param fields of the head
     * @param none whether there is none whatever they say (RFC 9112 §6.3)
     */
    ResponseBody(Map<String, String> fields, boolean none, int limit) {
        this.limit = limit;
        String coding = fields.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT);
        String length = fields.getOrDefault("content-length", "");
        chunked = coding.equals("chunked");
        if (none) {
            whole = true;
        } else if (chunked) {
            due = 0;
        } else if (!coding.isEmpty() || (!length.isEmpty() && !length.matches("\\d{1,18}"))) {
            malformed = true;
        } else {
            due = length.isEmpty() ? -1 : Long.parseLong(length);
            whole = due == 0;
        }
    }

    Progress feed(Buffer octets) {
        int at = 0;
        while (at < octets.length() && progress() == Progress.INCOMPLETE) {
            if (chunked && due == 0) {
                line((char) (octets.getByte(at++) & 0xff));
            } else {
                int wanted = Math.min(octets.length() - at, limit - body.length());
                int taken = due < 0 ? wanted : (int) Math.min(wanted, due);
                body.appendBuffer(octets, at, taken);
                at += taken;
                if (due > 0) {
                    due -= taken;
                    whole = due == 0 && !chunked;
                    behindChunk = due == 0;
                }
            }
        }
        return progress();
    }

    /** The connection ended. */
    Progress end() {
        whole |= due < 0;
        return progress();
    }

    /** What came of it, as UTF-8. */
    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    private Progress progress() {
        if (malformed) {
            return Progress.MALFORMED;
        }
        return whole || body.length() >= limit ? Progress.COMPLETE : Progress.INCOMPLETE;
    }

    /** One more octet of the line in front of a chunk: its size, perhaps with extensions. Trailers are not waited for. */
    private void line(char c) {
        if (c != '\n') {
            line.append(c);
            boolean begins = line.length() == 1 && c != '\r';
            malformed = line.length() > MAX_CHUNK_LINE || (begins && (behindChunk || Character.digit(c, 16) < 0));
            return;
        }
        String text = line.toString().strip();
        line.setLength(0);
        if (behindChunk) {
            behindChunk = false;
            malformed = !text.isEmpty();
            return;
        }
        String size = text.split(";", 2)[0].strip();
        malformed = !size.matches("[0-9A-Fa-f]{1,8}");
        if (!malformed) {
            due = Long.parseLong(size, 16);
            whole = due == 0;
        }
    }
}
