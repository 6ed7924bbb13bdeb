package io.proxima.zone;

import io.proxima.wire.EncodedRrset;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who names which host of the zone: the other way round than records have it, so that an edit of a host finds those whose
 * additional records and findings depend on it. Follows one zone from edit to edit; confined to its thread.
 */
final class Targets {
    private final Name apex;
    private final Map<Name, List<Name>> pointing = new HashMap<>();
    private final Set<Name> cuts = new HashSet<>();

    private Targets(Name apex) {
        this.apex = apex;
    }

    static Targets of(Name apex, Stream<Owner> owners) {
        Targets targets = new Targets(apex);
        owners.forEach(targets::add);
        return targets;
    }

    void add(Owner owner) {
        for (Name host : hosts(owner)) {
            pointing.computeIfAbsent(host, _ -> new ArrayList<>(1)).add(owner.name());
        }
        if (isCut(owner)) {
            cuts.add(owner.name());
        }
    }

    void remove(Owner owner) {
        for (Name host : hosts(owner)) {
            List<Name> owners = pointing.get(host);
            if (owners != null) {
                owners.remove(owner.name());
                if (owners.isEmpty()) {
                    pointing.remove(host);
                }
            }
        }
        cuts.remove(owner.name());
    }

    /** The owners of records that name a host. */
    List<Name> pointingAt(Name host) {
        return pointing.getOrDefault(host, List.of());
    }

    /** All hosts that are named. */
    Set<Name> hosts() {
        return pointing.keySet();
    }

    /** All delegations that name hosts of the zone. */
    Set<Name> cuts() {
        return cuts;
    }

    private boolean isCut(Owner owner) {
        return !owner.name().equals(apex)
                && owner.rrset(RrType.NS)
                        .filter(ns ->
                                !hosts(ns.encoded(), new LinkedHashSet<>()).isEmpty())
                        .isPresent();
    }

    private Set<Name> hosts(Owner owner) {
        Set<Name> hosts = null;
        for (int i = 0; i < owner.size(); i++) {
            if (Types.hostOffset(owner.records(i).type()) >= 0) {
                hosts = hosts(owner.records(i), hosts == null ? new LinkedHashSet<>() : hosts);
            }
        }
        return hosts == null ? Set.of() : hosts;
    }

    private Set<Name> hosts(EncodedRrset records, Set<Name> into) {
        for (int i = 0; i < records.size(); i++) {
            Name host = Names.in(records.rdata(i), Types.hostOffset(records.type()));
            if (host.isAtOrBelow(apex)) {
                into.add(host);
            }
        }
        return into;
    }
}
