package io.proxima.health;

import java.util.Arrays;
import java.util.Optional;

/** What can be said of a member in place of its checks; {@link #AUTO} takes such a word back. */
public enum OverrideWord {
    /** No new answers for it, whatever its checks say; also where all is down and everybody else is served. */
    DRAIN("drain"),
    /** Served, whatever its checks say. */
    FORCE_UP("force-up"),
    /** Down, whatever its checks say; also where all is down and everybody else is served. */
    FORCE_DOWN("force-down"),
    /** Its checks decide. */
    AUTO("auto");

    private final String text;

    OverrideWord(String text) {
        this.text = text;
    }

    /** As commands and files spell it. */
    public String text() {
        return text;
    }

    /** The word of a spelling; empty for anything else. */
    public static Optional<OverrideWord> of(String text) {
        return Arrays.stream(values()).filter(word -> word.text.equals(text)).findFirst();
    }
}
