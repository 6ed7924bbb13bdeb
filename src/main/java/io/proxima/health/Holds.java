package io.proxima.health;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a pair down though its votes have it up.
 *
 * @param holdDown the least time that it stays down once it went down; zero for none
 * @param damping the rule for one that keeps falling, or null for none
 */
public record Holds(Duration holdDown, @Nullable Damping damping) {
    /** The votes alone decide. */
    public static final Holds NONE = new Holds(Duration.ZERO, null);

    public Holds {
        if (holdDown.isNegative()) {
            throw new IllegalArgumentException("hold-down is not negative");
        }
    }
}
