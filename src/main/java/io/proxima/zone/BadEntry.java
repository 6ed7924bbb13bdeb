package io.proxima.zone;

import org.jspecify.annotations.Nullable;

/** Why one entry of a master file cannot be used, and which of its words is to blame. */
final class BadEntry extends Exception {
    private final int word;
    private final @Nullable String hint;

    BadEntry(int word, String message, @Nullable String hint) {
        // An operator sees the place in the zone file; the stack in this program is worth nothing and costs much.
        super(message, null, false, false);
        this.word = word;
        this.hint = hint;
    }

    /** The index of the word, which may be one past the last where something is missing. */
    int word() {
        return word;
    }

    String sentence() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    @Nullable
    String hint() {
        return hint;
    }
}
