package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * A zone as its master file gives it, validated: one SOA and at least one NS at the apex, no record outside the apex, no
 * CNAME beside other data, nothing below a DNAME.
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
}
