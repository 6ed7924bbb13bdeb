package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All records of a zone by owner and type, and questions about them; records come first, questions after. */
final class Gathered {
    private final Name apex;
    private final NameIndex index = new NameIndex();
    private final List<OwnerDraft> owners = new ArrayList<>();
    private final Set<Integer> brokenTypes = new HashSet<>();
    private boolean partial;
    private @Nullable OwnerDraft last;

    Gathered(Name apex) {
        this.apex = apex;
    }

    /** Takes the record of an entry. */
    void add(Name name, int type, long ttl, Rdata rdata, Words words, Findings findings) {
        OwnerDraft owner = last;
        if (owner == null || !owner.name().equals(name)) {
            int number = index.findOrAdd(name);
            if (number == owners.size()) {
                owners.add(new OwnerDraft(name));
            }
            owner = owners.get(number);
            last = owner;
        }
        RrsetDraft rrset = owner.rrset(type);
        if (rrset == null) {
            rrset = new RrsetDraft(name, type, ttl, words.place(0));
            owner.add(rrset);
        }
        rrset.add(rdata, ttl, words, findings);
    }

    /** Notes that a record of the type was there but could not be read, so that none is said to be missing. */
    void broken(int type) {
        brokenTypes.add(type);
    }

    /** Notes that a whole file could not be read. */
    void partial() {
        partial = true;
    }

    /** Whether the absence of a type says nothing, since some records of it could not be read. */
    boolean mayLack(int type) {
        return partial || brokenTypes.contains(type);
    }

    Name apex() {
        return apex;
    }

    /** All owners, as they came. */
    List<OwnerDraft> owners() {
        return owners;
    }

    /** Whether a name owns records. */
    boolean owns(Name name) {
        return index.find(name) >= 0;
    }

    @Nullable
    RrsetDraft rrset(Name owner, int type) {
        int number = index.find(owner);
        return number < 0 ? null : owners.get(number).rrset(type);
    }

    /** The highest delegation at or above a name, below the apex; null for what the zone is authoritative for. */
    @Nullable
    Name delegationOf(Name name) {
        Name highest = null;
        for (Name at = name; at.labelCount() > apex.labelCount(); at = at.parent()) {
            if (rrset(at, RrType.NS) != null) {
                highest = at;
            }
        }
        return highest;
    }

    /** The DNAME above a name, nearest to the apex; null where none is. */
    @Nullable
    RrsetDraft dnameAbove(Name name) {
        RrsetDraft highest = null;
        for (Name at = name; at.labelCount() > apex.labelCount(); ) {
            at = at.parent();
            RrsetDraft dname = rrset(at, RrType.DNAME);
            highest = dname == null ? highest : dname;
        }
        return highest;
    }

    /** Whether a name in the zone owns an address, itself or by a wildcard (RFC 4592 section 3.3). */
    boolean hasAddress(Name name) {
        Name source = Synthesis.source(index, apex, name);
        return source != null && ownsAddress(source);
    }

    /** Whether the very name owns an address. */
    boolean ownsAddress(Name name) {
        return rrset(name, RrType.A) != null || rrset(name, RrType.AAAA) != null;
    }

    Zone finish(String file) {
        Owner[] finished = new Owner[owners.size()];
        for (int i = 0; i < finished.length; i++) {
            finished[i] = owners.get(i).finish();
        }
        return new Zone(apex, file, List.of(finished), index);
    }
}
