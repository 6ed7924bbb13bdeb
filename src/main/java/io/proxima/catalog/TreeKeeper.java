package io.proxima.catalog;

import io.proxima.wire.Name;
import io.proxima.zone.Zone;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trees of the zones compiled last, so that the next catalog shares what is the same. Confined to the compiler's thread.
 */
final class TreeKeeper {
    /** A zone's tree and the names that its policy steered. */
    private record Kept(Zone zone, ZoneTree tree, Set<Name> steered) {}

    private Map<Name, Kept> before = new HashMap<>();
    private final Map<Name, Kept> now = new HashMap<>();

    /** The tree of a zone with some names steered. */
    ZoneTree tree(Zone zone, Map<Name, ZoneCompiler.Steering> steering) {
        Kept kept = before.get(zone.apex());
        Set<Name> names = kept == null ? null : changed(kept, zone, steering.keySet());
        ZoneCompiler compiler = new ZoneCompiler(zone, steering);
        ZoneTree tree;
        if (kept == null || names == null) {
            tree = compiler.compile();
        } else {
            tree = names.isEmpty() ? kept.tree() : compiler.recompile(kept.tree(), names);
        }
        now.put(zone.apex(), new Kept(zone, tree, Set.copyOf(steering.keySet())));
        return tree;
    }

    /** What is to be compiled anew; null for all. Pools are new with each release, and so is every steered name. */
    private static @Nullable Set<Name> changed(Kept kept, Zone zone, Set<Name> steered) {
        Set<Name> names = zone.touchedSince(kept.zone());
        if (names == null || (steered.isEmpty() && kept.steered().isEmpty())) {
            return names;
        }
        Set<Name> all = new HashSet<>(kept.steered());
        all.addAll(steered);
        // Which hosts are steered by a wildcard no index says.
        if (!zone.knowsTargets() || all.stream().anyMatch(Name::isWildcard)) {
            return null;
        }
        all.forEach(name -> names.addAll(zone.pointingAt(name)));
        names.addAll(all);
        return names;
    }

    /** Lets go of the zones that the catalog is without, and of how the others came to be. */
    void done() {
        now.values().forEach(kept -> kept.zone().forget());
        before = new HashMap<>(now);
        now.clear();
    }
}
