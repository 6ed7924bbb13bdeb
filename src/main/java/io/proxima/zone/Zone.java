package io.proxima.zone;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A zone as its master file gives it, validated: one SOA at the apex, no record outside the apex, no CNAME beside other
 * data, nothing below a DNAME. Immutable, but for how it came to be, which one thread notes and forgets.
 *
 * <p>A zone that an edit was made of shares with the one before all owners that the edit left alone, and knows the others.
 */
public final class Zone {
    /** So many owners may differ from what was read whole; each edit copies the list of them. */
    static final int MAX_EDITED = 1 << 16;

    /** So many edits may pass before one of them is compiled, as where another file of the release is broken. */
    private static final int MOST_BEFORE = 64;

    private final Name apex;
    private final String file;
    private final NameIndex index;
    private final List<Owner> owners;
    private final @Nullable Targets targets;
    /** What stands in place of owners that were read first, and those that came later; without records: those that went. */
    private final Map<Name, Owner> edited;

    private volatile @Nullable Set<Name> enclosers;
    private @Nullable Zone before;
    private Set<Name> touched = Set.of();
    private int depth;

    /**
     * @param owners those of the index, by their numbers
     * @param targets of these owners, or null where edits are not followed
     */
    Zone(Name apex, String file, List<Owner> owners, NameIndex index, @Nullable Targets targets) {
        this(apex, file, owners, index, targets, Map.of());
    }

    private Zone(
            Name apex,
            String file,
            List<Owner> owners,
            NameIndex index,
            @Nullable Targets targets,
            Map<Name, Owner> edited) {
        this.apex = apex;
        this.file = file;
        this.owners = owners;
        this.index = index;
        this.targets = targets;
        this.edited = edited;
    }

    /** This zone with other owners; those without records are gone. */
    Zone with(List<Owner> changed) {
        Map<Name, Owner> all = new HashMap<>(edited);
        changed.forEach(owner -> all.put(owner.name(), owner));
        return new Zone(apex, file, owners, index, targets, all);
    }

    /** Notes what this zone was made of, and what a tree compiled from that zone has to do anew. */
    void follows(Zone earlier, Set<Name> owners) {
        before = earlier.depth < MOST_BEFORE ? earlier : null;
        depth = before == null ? 0 : earlier.depth + 1;
        touched = Set.copyOf(owners);
    }

    /**
     * The owners whose records, or what goes with them in answers, may differ from those of an earlier zone; null where
     * that zone is not one that edits led from to this one.
     */
    public @Nullable Set<Name> touchedSince(Zone earlier) {
        Set<Name> all = new HashSet<>();
        for (Zone at = this; at != null; at = at.before) {
            if (at == earlier) {
                return all;
            }
            all.addAll(at.touched);
        }
        return null;
    }

    /** Lets go of the zones before this one; afterwards it is like one that was read whole. */
    public void forget() {
        before = null;
        depth = 0;
        touched = Set.of();
    }

    int edited() {
        return edited.size();
    }

    @Nullable
    Targets targets() {
        return targets;
    }

    /** Whether it is known which owners name a host: only of large zones. */
    public boolean knowsTargets() {
        return targets != null;
    }

    /** The owners of records that name a host: NS, MX, SRV, SVCB and HTTPS; of the zone as it was read last. */
    public List<Name> pointingAt(Name host) {
        return targets == null ? List.of() : targets.pointingAt(host);
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
     * All owners, in the order in which the file first has them where it was read whole. Empty non-terminals are not among
     * them; glue and other occluded records below a delegation are.
     */
    public List<Owner> owners() {
        if (edited.isEmpty()) {
            return owners;
        }
        List<Owner> all = new ArrayList<>(owners.size() + edited.size());
        for (Owner owner : owners) {
            Owner now = edited.getOrDefault(owner.name(), owner);
            if (now.size() > 0) {
                all.add(now);
            }
        }
        edited.forEach((name, owner) -> {
            if (index.find(name) < 0 && owner.size() > 0) {
                all.add(owner);
            }
        });
        return all;
    }

    /** What a name owns, if the file has it. */
    public Optional<Owner> owner(Name name) {
        Owner now = edited.isEmpty() ? null : edited.get(name);
        if (now != null) {
            return now.size() == 0 ? Optional.empty() : Optional.of(now);
        }
        int number = index.find(name);
        return number < 0 ? Optional.empty() : Optional.of(owners.get(number));
    }

    /** The RRset of a name and type, if the file has it. */
    public Optional<Rrset> rrset(Name owner, int type) {
        return owner(owner).flatMap(found -> found.rrset(type));
    }

    /** The owner whose records stand for a name in the zone: itself, or a wildcard (RFC 4592 section 3.3.1). */
    public Optional<Name> source(Name name) {
        return Optional.ofNullable(Synthesis.source(this::exists, apex, name));
    }

    /** Whether a name owns records, or has others below it that do. */
    boolean exists(Name name) {
        if (edited.isEmpty()) {
            return index.exists(name);
        }
        return owner(name).isPresent() || enclosers().contains(name);
    }

    private Set<Name> enclosers() {
        Set<Name> known = enclosers;
        if (known == null) {
            known = Names.enclosing(() -> owners().stream().map(Owner::name).iterator());
            enclosers = known;
        }
        return known;
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
