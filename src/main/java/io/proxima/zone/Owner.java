package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An owner name and all that it owns.
 *
 * @param name as its first record writes it
 * @param rrsets one a type, by ascending type
 */
public record Owner(Name name, List<Rrset> rrsets) {
    public Owner {
        rrsets = List.copyOf(rrsets);
    }

    /** Whether another owner has the same records. */
    boolean isLike(@Nullable Owner other) {
        List<Rrset> others = other == null ? List.of() : other.rrsets;
        if (others.size() != rrsets.size()) {
            return false;
        }
        for (int i = 0; i < others.size(); i++) {
            if (!rrsets.get(i).encoded().isLike(others.get(i).encoded())) {
                return false;
            }
        }
        return true;
    }

    /** Its RRset of a type, if it has one. */
    public Optional<Rrset> rrset(int type) {
        for (Rrset rrset : rrsets) {
            if (rrset.type() == type) {
                return Optional.of(rrset);
            }
        }
        return Optional.empty();
    }
}
