package io.proxima.zone;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.List;
import java.util.Optional;

/**
 * A zone as its master file gives it, validated: one SOA at the apex, no record outside the apex, no CNAME beside other
 * data, nothing below a DNAME.
 *
 * @param apex the zone's name
 * @param file the path as the operator knows it
 * @param owners in canonical order; empty non-terminals are not among them; glue and other occluded records below a
 *     delegation are
 */
public record Zone(Name apex, String file, List<Owner> owners) {
    public Zone {
        owners = List.copyOf(owners);
    }

    /** What a name owns, if the file has it. */
    public Optional<Owner> owner(Name name) {
        int at = Synthesis.firstNotBefore(owners, Owner::name, name);
        return at < owners.size() && owners.get(at).name().equals(name) ? Optional.of(owners.get(at)) : Optional.empty();
    }

    /** The RRset of a name and type, if the file has it. */
    public Optional<Rrset> rrset(Name owner, int type) {
        return owner(owner).flatMap(found -> found.rrset(type));
    }

    /** The owner whose records stand for a name in the zone: itself, or a wildcard (RFC 4592 section 3.3.1). */
    public Optional<Name> source(Name name) {
        return Optional.ofNullable(Synthesis.source(owners, Owner::name, apex, name));
    }

    /** Whether the zone does not speak for a name, since a zone cut stands at or above it, or a DNAME above it. */
    public boolean isOccluded(Name name) {
        for (Name at = name; at.labelCount() > apex.labelCount(); at = at.parent()) {
            if (rrset(at, RrType.NS).isPresent()
                    || (!at.equals(name) && rrset(at, RrType.DNAME).isPresent())) {
                return true;
            }
        }
        return false;
    }
}
