package io.proxima.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller may do; each may do what those before it may. */
public enum Role {
    /** Nothing but what is open to all, or asks for credentials of its own. */
    OPEN,
    /** Look at everything. */
    READ,
    /** Say something of members. */
    OPERATE,
    /** Change what is served. */
    ADMIN;

    /** As files and documents write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of a token by its word: {@code read}, {@code operate} or {@code admin}. */
    public static Optional<Role> of(String word) {
        return Arrays.stream(values())
                .filter(role -> role != OPEN && role.word().equals(word))
                .findFirst();
    }

    /** Whether this role may do what another may. */
    public boolean covers(Role wanted) {
        return compareTo(wanted) >= 0;
    }
}
