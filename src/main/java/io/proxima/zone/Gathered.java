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
    private final Set<Name> flagged = new HashSet<>();
    private final @Nullable Zone rest;
    private final @Nullable NameSet wanted;
    private boolean partial;
    private @Nullable OwnerDraft last;

    Gathered(Name apex) {
        this(apex, null, null);
    }

    private Gathered(Name apex, @Nullable NameSet wanted, @Nullable Zone rest) {
        this.apex = apex;
        this.wanted = wanted;
        this.rest = rest;
    }

    /** Takes records of some owners only. */
    static Gathered of(Name apex, NameSet wanted) {
        return new Gathered(apex, wanted, null);
    }

    /** Some owners of a zone, to be looked at again; the others are known but not among {@link #owners}. */
    static Gathered of(Zone zone, Iterable<Name> names) {
        Gathered some = new Gathered(zone.apex(), null, zone);
        for (Name name : names) {
            zone.owner(name).ifPresent(owner -> {
                if (some.index.find(name) < 0) {
                    some.index.findOrAdd(name);
                    some.owners.add(OwnerDraft.of(owner, zone.file()));
                }
            });
        }
        return some;
    }

    /** Takes the record of an entry; gives the name as its owner first came. */
    Name add(Name name, int type, long ttl, Rdata rdata, Words words, Findings findings) {
        if (wanted != null && !wanted.contains(name)) {
            return name;
        }
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
        int before = findings.size();
        rrset.add(rdata, ttl, words, findings);
        if (findings.size() > before) {
            flagged.add(name);
        }
        return owner.name();
    }

    /** Notes that something was found at an owner. */
    void flag(Name owner) {
        flagged.add(owner);
    }

    /** The owners at which something was found. */
    Set<Name> flagged() {
        return flagged;
    }

    /** Whether there may be a DNAME that is not among the owners to be looked at. */
    boolean mayHaveDnames() {
        return rest != null;
    }

    /** Whether the zone's own records are to be looked at. */
    boolean checksApex() {
        return rest == null || index.find(apex) >= 0;
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
        return index.find(name) >= 0 || (rest != null && rest.owner(name).isPresent());
    }

    @Nullable
    RrsetDraft rrset(Name owner, int type) {
        int number = index.find(owner);
        if (number >= 0) {
            return owners.get(number).rrset(type);
        }
        return rest == null
                ? null
                : rest.rrset(owner, type)
                        .map(rrset -> RrsetDraft.of(rrset, rest.file()))
                        .orElse(null);
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
        Name source = Synthesis.source(rest == null ? index::exists : rest::exists, apex, name);
        return source != null && ownsAddress(source);
    }

    /** Whether the very name owns an address. */
    boolean ownsAddress(Name name) {
        return rrset(name, RrType.A) != null || rrset(name, RrType.AAAA) != null;
    }

    /** The owners as they came; afterwards nothing is left here. */
    List<Owner> finish() {
        Owner[] finished = new Owner[owners.size()];
        for (int i = 0; i < finished.length; i++) {
            finished[i] = owners.set(i, OwnerDraft.NONE).finish();
        }
        owners.clear();
        return List.of(finished);
    }

    /** The zone they make; afterwards nothing is left here. */
    Zone finish(String file, boolean revisable) {
        List<Owner> finished = finish();
        return new Zone(apex, file, finished, index, revisable ? Targets.of(apex, finished) : null);
    }
}
