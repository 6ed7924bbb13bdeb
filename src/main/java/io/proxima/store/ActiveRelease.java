package io.proxima.store;

import java.util.Objects;

/**
 * A release that is, or was, in force, and how it came to be.
 *
 * @param release its hash
 * @param stamp its place among all that were
 * @param author who wanted it; empty where nobody knows
 * @param reason why; empty where nobody said
 * @param sinceMillis since when it is in force on this replica, by its wall clock
 */
public record ActiveRelease(String release, ReleaseStamp stamp, String author, String reason, long sinceMillis) {
    public ActiveRelease {
        Objects.requireNonNull(release);
        Objects.requireNonNull(stamp);
        Objects.requireNonNull(author);
        Objects.requireNonNull(reason);
    }
}
