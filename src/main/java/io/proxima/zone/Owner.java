package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.List;
import java.util.Optional;

/**
 * An owner name and all that it owns.
 *
 * @param name as its first record writes it
 * @param rrsets one a type, by ascending type; at least one
 */
public record Owner(Name name, List<Rrset> rrsets) {
    public Owner {
        rrsets = List.copyOf(rrsets);
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
