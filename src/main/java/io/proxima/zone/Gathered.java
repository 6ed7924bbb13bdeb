package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All records of a zone by owner and type, and questions about them; records come first, questions after. */
final class Gathered {
    private static final Comparator<OwnerDraft> CANONICAL = Comparator.comparing(OwnerDraft::name);

    private final Name apex;
    private final Map<Name, OwnerDraft> owners = new HashMap<>();
    private final Set<Integer> brokenTypes = new HashSet<>();
    private boolean partial;
    private @Nullable OwnerDraft last;
    private @Nullable List<OwnerDraft> sorted;

    Gathered(Name apex) {
        this.apex = apex;
    }

    /** Takes the record of an entry. */
    void add(Name name, int type, long ttl, Rdata rdata, Words words, Findings findings) {
        OwnerDraft owner = last;
        if (owner == null || owner.name() != name) { // the very name, as owners that are left out or repeated come
            owner = owners.computeIfAbsent(name, OwnerDraft::new);
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

    /** All owners in canonical order. */
    List<OwnerDraft> sorted() {
        if (sorted == null) {
            OwnerDraft[] all = owners.values().toArray(OwnerDraft[]::new);
            Arrays.sort(all, CANONICAL);
            sorted = Arrays.asList(all);
        }
        return sorted;
    }

    /** Whether a name owns records. */
    boolean owns(Name name) {
        return owners.containsKey(name);
    }

    @Nullable
    RrsetDraft rrset(Name owner, int type) {
        OwnerDraft draft = owners.get(owner);
        return draft == null ? null : draft.rrset(type);
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

    /** Whether a name in the zone owns an address, itself or by a wildcard (RFC 4592 section 3.3). */
    boolean hasAddress(Name name) {
        Name source = Synthesis.source(sorted(), OwnerDraft::name, apex, name);
        return source != null && ownsAddress(source);
    }

    /** Whether the very name owns an address. */
    boolean ownsAddress(Name name) {
        return rrset(name, RrType.A) != null || rrset(name, RrType.AAAA) != null;
    }

    Zone finish(String file) {
        List<OwnerDraft> drafts = sorted();
        Owner[] finished = new Owner[drafts.size()];
        for (int i = 0; i < finished.length; i++) {
            finished[i] = drafts.get(i).finish();
        }
        return new Zone(apex, file, List.of(finished));
    }
}
