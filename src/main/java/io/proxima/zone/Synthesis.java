package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Which owner's records stand for a name (RFC 4592 section 3.3.1). */
final class Synthesis {
    private Synthesis() {}

    /**
     * The name itself where it exists, else the wildcard below its closest encloser, else null. What is found need not own
     * anything: a name that has others below it exists too.
     *
     * @param owners in canonical order
     */
    static @Nullable Name source(NavigableMap<Name, ?> owners, Name apex, Name name) {
        if (exists(owners, name)) {
            return name;
        }
        for (Name at = name.parent(); at.isAtOrBelow(apex); at = at.parent()) {
            if (exists(owners, at)) {
                return at.wildcard();
            }
        }
        return null;
    }

    /** Whether a name owns records or is an empty non-terminal. */
    private static boolean exists(NavigableMap<Name, ?> owners, Name name) {
        Name next = owners.ceilingKey(name);
        return next != null && next.isAtOrBelow(name);
    }
}
