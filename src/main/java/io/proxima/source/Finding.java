package io.proxima.source;

import org.jspecify.annotations.Nullable;

/**
 * One thing to say about a file: {@code FILE:LINE:COLUMN: level: message (hint)}.
 *
 * @param hint what the operator could do about it, or null
 */
public record Finding(
        Place place, Level level, String message, @Nullable String hint) {

    /** How grave a finding is. */
    public enum Level {
        /** The file cannot be served. */
        ERROR,
        /** It can be served, but is hardly meant. */
        WARNING
    }

    @Override
    public String toString() {
        String level = this.level == Level.ERROR ? "error" : "warning";
        return place + ": " + level + ": " + message + (hint == null ? "" : " (" + hint + ")");
    }
}
