package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All records of a zone by owner and type, and questions about them; records come first, questions after. */
final class Gathered {
    private final Name apex;
    private final Map<Name, NavigableMap<Integer, RrsetDraft>> names = new HashMap<>();
    private final Set<Integer> brokenTypes = new HashSet<>();
    private boolean partial;
    private @Nullable NavigableMap<Name, NavigableMap<Integer, RrsetDraft>> sorted;

    Gathered(Name apex) {
        this.apex = apex;
    }

    void add(Name owner, int type, long ttl, Rdata rdata, Place place, Findings findings) {
        names.computeIfAbsent(owner, _ -> new TreeMap<>())
                .computeIfAbsent(type, _ -> new RrsetDraft(owner, type, ttl, place))
                .add(rdata, ttl, place, findings);
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

    /** Owner names in canonical order. */
    NavigableMap<Name, NavigableMap<Integer, RrsetDraft>> sorted() {
        if (sorted == null) {
            sorted = new TreeMap<>(names);
        }
        return sorted;
    }

    @Nullable
    RrsetDraft rrset(Name owner, int type) {
        NavigableMap<Integer, RrsetDraft> types = names.get(owner);
        return types == null ? null : types.get(type);
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
        Name source = Synthesis.source(sorted(), apex, name);
        return source != null && ownsAddress(source);
    }

    /** Whether the very name owns an address. */
    boolean ownsAddress(Name name) {
        return rrset(name, RrType.A) != null || rrset(name, RrType.AAAA) != null;
    }

    Zone finish(String file) {
        NavigableMap<Name, NavigableMap<Integer, Rrset>> zone = new TreeMap<>();
        sorted().forEach((owner, drafts) -> {
            NavigableMap<Integer, Rrset> types = new TreeMap<>();
            drafts.forEach((type, draft) -> types.put(type, draft.finish()));
            zone.put(owner, Collections.unmodifiableNavigableMap(types));
        });
        return new Zone(apex, file, Collections.unmodifiableNavigableMap(zone));
    }
}
