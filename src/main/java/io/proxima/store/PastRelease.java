package io.proxima.store;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One time that a release was put in force.
 *
 * @param changed the first files that the release in force before did not have so, by their names
 * @param changes how many there were; null where the release before is no longer kept
 * @param zones how many zones it has
 */
public record PastRelease(
        ActiveRelease active,
        List<String> changed,
        @Nullable Integer changes,
        int zones) {
    public PastRelease {
        Objects.requireNonNull(active);
        changed = List.copyOf(changed);
    }
}
