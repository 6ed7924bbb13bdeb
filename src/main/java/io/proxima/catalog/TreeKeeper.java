package io.proxima.catalog;

import io.proxima.wire.Name;
import io.proxima.zone.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The trees of the zones compiled last, so that the next catalog shares what is the same. Confined to the compiler's thread.
 */
final class TreeKeeper {
    /** A zone's tree and the names that its policy steered. */
    private record Kept(Zone zone, ZoneTree tree, Set<Name> steered) {}

    private Map<Name, Kept> before = Map.of();

    /**
     * The trees of all zones, by their numbers, compiled on all cores where many are to be. How the zones came to be is forgotten,
     * and so are zones that are not among them.
     *
     * @param steering what the policy of a zone steers, by the zone's number
     */
    List<ZoneTree> trees(List<Zone> zones, List<Map<Name, ZoneCompiler.Steering>> steering) {
        @Nullable Kept[] now = new Kept[zones.size()];
        Hands.share(now.length, () -> i -> {
            if (!zones.get(i).knowsTargets()) { // a large one may use all cores by itself
                now[i] = kept(zones.get(i), steering.get(i));
            }
        });
        Map<Name, Kept> all = HashMap.newHashMap(now.length);
        List<ZoneTree> trees = new ArrayList<>(now.length);
        for (int i = 0; i < now.length; i++) {
            Zone zone = zones.get(i);
            Kept kept = now[i];
            if (kept == null) {
                kept = kept(zone, steering.get(i));
            }
            zone.forget();
            all.put(zone.apex(), kept);
            trees.add(kept.tree());
        }
        before = all;
        return trees;
    }

    private Kept kept(Zone zone, Map<Name, ZoneCompiler.Steering> steering) {
        Kept kept = before.get(zone.apex());
        boolean plain = steering.isEmpty();
        if (kept != null && kept.zone() == zone && plain && kept.steered().isEmpty()) {
            return kept;
        }
        Set<Name> names = kept == null ? null : changed(kept, zone, steering.keySet());
        ZoneCompiler compiler = new ZoneCompiler(zone, steering);
        ZoneTree tree;
        if (kept == null || names == null) {
            tree = compiler.compile();
        } else {
            tree = names.isEmpty() ? kept.tree() : compiler.recompile(kept.tree(), names);
        }
        return new Kept(zone, tree, plain ? Set.of() : Set.copyOf(steering.keySet()));
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
}
