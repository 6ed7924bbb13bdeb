package io.proxima.source;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One thing to say about a file: {@code FILE:LINE:COLUMN: level: message (hint)}, on one line whatever it quotes: control
 * characters and line separators of the file become question marks.
 *
 * @param hint what the operator could do about it, or null
 */
public record Finding(
        Place place, Level level, String message, @Nullable String hint) {

    private static final Pattern BREAKS_LINES = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]");

    public Finding {
        message = onOneLine(message);
        hint = hint == null ? null : onOneLine(hint);
    }

    /** How grave a finding is. */
    public enum Level {
        /** The file cannot be served. */
        ERROR,
        /** It can be served, but is hardly meant. */
        WARNING
    }

    private static String onOneLine(String sentence) {
        return BREAKS_LINES.matcher(sentence).replaceAll("?");
    }

    @Override
    public String toString() {
        String level = this.level == Level.ERROR ? "error" : "warning";
        return place + ": " + level + ": " + message + (hint == null ? "" : " (" + hint + ")");
    }
}
