package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What entries of a master file hand on to those after them (RFC 1035 section 5.1).
 *
 * @param defaultTtl that of {@code $TTL}, or {@link Ttl#NONE}
 * @param lastTtl that of the record before, or {@link Ttl#NONE}, as where there is a {@code $TTL} to be taken instead
 * @param owner that of the record before, or null where it is not to be used
 * @param ownerKnown whether any record came before
 */
record Carry(
        Name origin,
        long defaultTtl,
        long lastTtl,
        @Nullable Name owner,
        boolean ownerKnown) {
    Carry {
        lastTtl = defaultTtl == Ttl.NONE ? lastTtl : Ttl.NONE;
    }

    /** What a zone's own file begins with. */
    static Carry first(Name apex) {
        return new Carry(apex, Ttl.NONE, Ttl.NONE, null, false);
    }

    /** Whether the same entries mean the same after both, octet by octet: the case of names counts, too. */
    boolean isLike(Carry other) {
        return defaultTtl == other.defaultTtl
                && lastTtl == other.lastTtl
                && ownerKnown == other.ownerKnown
                && alike(origin, other.origin)
                && alike(owner, other.owner);
    }

    private static boolean alike(@Nullable Name one, @Nullable Name other) {
        if (one == null || other == null) {
            return one == null && other == null;
        }
        return Arrays.equals(one.octets(), other.octets());
    }
}
