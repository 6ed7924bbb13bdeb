package io.proxima.catalog;

import io.proxima.health.Pair;
import io.proxima.steer.PlanAddress;
import io.proxima.steer.PoolPlan;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The pairs that can bear witness for one another: those at other sites of the pools that a pair serves.
 *
 * <p>Pairs that stand at the same sites of the same pools share one set, and that of a single pool is kept as what is not in
 * it, so that pools of thousands of members at thousands of sites take no more than a few steps a member.
 */
final class Witnesses {
    /** What stands where in a pool, as far as it is probed and its site is known; compared by identity. */
    private static final class Places {
        private final Map<Pair, Set<String>> sitesOf = new LinkedHashMap<>();
        private final Map<String, Set<Pair>> at = new HashMap<>();

        Places(List<PlanAddress> addresses, Function<Pair, Set<Pair>> probed) {
            for (PlanAddress address : addresses) {
                Pair pair = address.pair();
                String site = address.site();
                if (pair != null && site != null) {
                    for (Pair part : probed.apply(pair)) {
                        sitesOf.computeIfAbsent(part, _ -> new LinkedHashSet<>())
                                .add(site);
                        at.computeIfAbsent(site, _ -> new LinkedHashSet<>()).add(part);
                    }
                }
            }
        }

        /** The pairs that stand at another site than those given. */
        Set<Pair> beyond(Set<String> sites) {
            Set<Pair> nowhereElse = sites.stream()
                    .flatMap(site -> at.getOrDefault(site, Set.of()).stream())
                    .filter(pair -> sites.containsAll(sitesOf.getOrDefault(pair, Set.of())))
                    .collect(Collectors.toSet());
            return new Except(sitesOf.keySet(), nowhereElse);
        }
    }

    /** All elements of a set but some of them. */
    private static final class Except extends AbstractSet<Pair> {
        private final Set<Pair> all;
        private final Set<Pair> some;

        Except(Set<Pair> all, Set<Pair> some) {
            this.all = Collections.unmodifiableSet(all);
            this.some = some;
        }

        @Override
        public boolean contains(Object element) {
            return all.contains(element) && !some.contains(element);
        }

        @Override
        public Iterator<Pair> iterator() {
            return all.stream().filter(pair -> !some.contains(pair)).iterator();
        }

        @Override
        public int size() {
            return all.size() - some.size();
        }
    }

    private Witnesses() {}

    /**
     * By pair, those that can bear witness for it; who stands nowhere has none, and bears none.
     *
     * @param probed the pairs that are probed on behalf of one of a pool
     */
    static Map<Pair, Set<Pair>> of(Collection<PoolPlan> pools, Function<Pair, Set<Pair>> probed) {
        Map<Pair, Map<Places, Set<String>>> standing = new LinkedHashMap<>();
        // A pool that hands over to a name's own addresses is compiled once a name.
        pools.stream()
                .map(PoolPlan::addresses)
                .distinct()
                .map(addresses -> new Places(addresses, probed))
                .forEach(places -> places.sitesOf.forEach(
                        (pair, sites) -> standing.computeIfAbsent(pair, _ -> new LinkedHashMap<>())
                                .put(places, sites)));
        Map<Map<Places, Set<String>>, Set<Pair>> beyond = new HashMap<>();
        Map<Pair, Set<Pair>> witnesses = new LinkedHashMap<>();
        standing.forEach((pair, at) -> witnesses.put(pair, beyond.computeIfAbsent(at, Witnesses::beyond)));
        return Collections.unmodifiableMap(witnesses);
    }

    private static Set<Pair> beyond(Map<Places, Set<String>> standing) {
        List<Set<Pair>> sets = standing.entrySet().stream()
                .map(pool -> pool.getKey().beyond(pool.getValue()))
                .toList();
        return sets.size() == 1
                ? sets.getFirst()
                : sets.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }
}
