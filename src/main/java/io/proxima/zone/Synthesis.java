package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which owner's records stand for a name (RFC 4592 section 3.3.1), among owners in canonical order. */
final class Synthesis {
    private Synthesis() {}

    /**
     * The name itself where it exists, else the wildcard below its closest encloser, else null. What is found need not own
     * anything: a name that has others below it exists too.
     */
    static <T> @Nullable Name source(List<T> owners, Function<T, Name> nameOf, Name apex, Name name) {
        if (exists(owners, nameOf, name)) {
            return name;
        }
        for (Name at = name.parent(); at.isAtOrBelow(apex); at = at.parent()) {
            if (exists(owners, nameOf, at)) {
                return at.wildcard();
            }
        }
        return null;
    }

    /** Whether a name owns records or is an empty non-terminal. */
    private static <T> boolean exists(List<T> owners, Function<T, Name> nameOf, Name name) {
        int at = firstNotBefore(owners, nameOf, name);
        return at < owners.size() && nameOf.apply(owners.get(at)).isAtOrBelow(name);
    }

    /** The index of the first owner that does not come before a name; their number where all do. */
    static <T> int firstNotBefore(List<T> owners, Function<T, Name> nameOf, Name name) {
        int low = 0;
        int high = owners.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (nameOf.apply(owners.get(middle)).compareTo(name) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
