package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which owner's records stand for a name (RFC 4592 section 3.3.1). */
final class Synthesis {
    private Synthesis() {}

    /**
     * The name itself where it exists, else the wildcard below its closest encloser, else null. What is found need not own
     * anything: a name that has others below it exists too.
     */
    static @Nullable Name source(Predicate<Name> exists, Name apex, Name name) {
        if (exists.test(name)) {
            return name;
        }
        for (Name at = name.parent(); at.isAtOrBelow(apex); at = at.parent()) {
            if (exists.test(at)) {
                return at.wildcard();
            }
        }
        return null;
    }
}
