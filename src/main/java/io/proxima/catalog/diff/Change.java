package io.proxima.catalog.diff;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is in one release and not, or not so, in another.
 *
 * @param part what kind of thing
 * @param zone the apex of its zone; empty where it is in none
 * @param subject what it is: {@code www.example.com. A ttl}, {@code pool edge choose}
 * @param before what was, null where it was not there
 * @param after what is, null where it is no longer there
 */
public record Change(
        Part part,
        String zone,
        String subject,
        @Nullable String before,
        @Nullable String after) {
    /** Kinds of things, in the order in which they are told. */
    public enum Part {
        /** A zone as a whole. */
        ZONE,
        /** Records and TTLs. */
        RECORDS,
        /** The serial of an SOA, told apart: it says that something changes, not what. */
        SERIAL,
        /** What a policy file says. */
        POLICY,
        /** What {@code lines.yaml} says, and the home country. */
        LINES,
        /** Databases of addresses, by their digests. */
        DATABASES,
        /** Other files in the folder of zones, by their digests. */
        FILES
    }

    public Change {
        Objects.requireNonNull(part);
        Objects.requireNonNull(zone);
        Objects.requireNonNull(subject);
        if (before == null && after == null) {
            throw new IllegalArgumentException(subject + " is neither before nor after");
        }
    }
}
