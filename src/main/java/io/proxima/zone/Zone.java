package io.proxima.zone;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A zone as its master file gives it, validated: one SOA at the apex, no record outside the apex, no CNAME beside other
 * data, nothing below a DNAME.
 *
 * @param apex the zone's name
 * @param file the path as the operator knows it
 * @param names owner name to its RRsets by type, in canonical order; empty non-terminals are not listed; glue and other
 *     occluded records below a delegation are
 */
public record Zone(Name apex, String file, NavigableMap<Name, NavigableMap<Integer, Rrset>> names) {

    /** The RRset of a name and type, if the file has it. */
    public Optional<Rrset> rrset(Name owner, int type) {
        return Optional.ofNullable(names.get(owner)).map(types -> types.get(type));
    }

    /** The owner whose records stand for a name in the zone: itself, or a wildcard (RFC 4592 section 3.3.1). */
    public Optional<Name> source(Name name) {
        return Optional.ofNullable(Synthesis.source(names, apex, name));
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
