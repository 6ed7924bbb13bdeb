package io.proxima.zone;

import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose answers and findings may be others once some owners are: theirs, and those of records that name a host which is one of
 * them, for which one stood or now stands as a wildcard, or which a delegation newly hides or no longer does.
 */
final class Touched {
    /** More are better compiled anew. */
    private static final int MOST = 20_000;

    private final Zone before;
    private final Targets targets;
    private final Set<Name> touched = new HashSet<>();

    private Touched(Zone before, Targets targets) {
        this.before = before;
        this.targets = targets;
    }

    /**
     * The owners touched.
     *
     * @param targets of the zone before
     * @return null where they are too many, or a DNAME came or went, on which all below it depends
     */
    static @Nullable Set<Name> by(Zone before, List<Owner> changed, Targets targets) {
        Touched touched = new Touched(before, targets);
        for (Owner now : changed) {
            if (!touched.by(now) || touched.touched.size() > MOST) {
                return null;
            }
        }
        return touched.touched;
    }

    private boolean by(Owner now) {
        Name name = now.name();
        Owner was = before.owner(name).orElse(Owner.ofNothing(name));
        if (comesOrGoes(was, now, RrType.DNAME)) {
            return false;
        }
        touched.add(name);
        touched.addAll(targets.pointingAt(name));
        boolean existence = (was.size() == 0) != (now.size() == 0);
        boolean cut = !name.equals(before.apex()) && comesOrGoes(was, now, RrType.NS);
        if (existence || cut || name.isWildcard()) {
            Name above = highest(name.isWildcard() ? name.parent() : name);
            for (Name host : targets.hosts()) {
                boolean hidden = cut && host.isAtOrBelow(name);
                if (hidden || (host.isAtOrBelow(above) && before.owner(host).isEmpty())) {
                    touched.addAll(targets.pointingAt(host));
                }
            }
        }
        if (cut) {
            targets.cuts().stream().filter(other -> other.isAtOrBelow(name)).forEach(touched::add);
        }
        return true;
    }

    private static boolean comesOrGoes(Owner was, Owner now, int type) {
        return was.rrset(type).isPresent() != now.rrset(type).isPresent();
    }

    /** The ancestor right below the apex: what an owner made exist, or no longer does, is at or below it. */
    private Name highest(Name name) {
        Name at = name;
        while (at.labelCount() > before.apex().labelCount() + 1) {
            at = at.parent();
        }
        return at;
    }
}
