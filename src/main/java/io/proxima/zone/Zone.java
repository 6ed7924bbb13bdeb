package io.proxima.zone;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.List;
import java.util.Optional;

/**
 * A zone as its master file gives it, validated: one SOA at the apex, no record outside the apex, no CNAME beside other
 * data, nothing below a DNAME. Immutable; confined to one thread all the same, since what few ask for is worked out late.
 */
public final class Zone {
    private final Name apex;
    private final String file;
    private final List<Owner> owners;
    private final NameIndex index;

    /**
     * @param owners those of the index, by their numbers
     */
    Zone(Name apex, String file, List<Owner> owners, NameIndex index) {
        this.apex = apex;
        this.file = file;
        this.owners = owners;
        this.index = index;
    }

    /** The zone's name. */
    public Name apex() {
        return apex;
    }

    /** The path as the operator knows it. */
    public String file() {
        return file;
    }

    /**
     * All owners, in the order in which the file first has them. Empty non-terminals are not among them; glue and other
     * occluded records below a delegation are.
     */
    public List<Owner> owners() {
        return owners;
    }

    /** What a name owns, if the file has it. */
    public Optional<Owner> owner(Name name) {
        int number = index.find(name);
        return number < 0 ? Optional.empty() : Optional.of(owners.get(number));
    }

    /** The RRset of a name and type, if the file has it. */
    public Optional<Rrset> rrset(Name owner, int type) {
        return owner(owner).flatMap(found -> found.rrset(type));
    }

    /** The owner whose records stand for a name in the zone: itself, or a wildcard (RFC 4592 section 3.3.1). */
    public Optional<Name> source(Name name) {
        return Optional.ofNullable(Synthesis.source(index, apex, name));
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
