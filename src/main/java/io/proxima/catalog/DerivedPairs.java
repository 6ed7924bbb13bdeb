package io.proxima.catalog;

import io.proxima.health.Derivations;
import io.proxima.health.Formula;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.steer.PoolPlan;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The pairs of a catalog that nobody probes: how they follow from others, and the pools that they watch.
 *
 * <p>Immutable but for the verdicts on parts, which the writer thread leaves here for explanations.
 */
public final class DerivedPairs {

    /** A pool that a check watches, in the family of the addresses it is applied to. */
    record Watched(PoolPlan plan, boolean ipv6) {}

    /** What a derived verdict follows from: a check, or a pool, by name, and whether that is up. */
    public record Part(String name, Verdict verdict) {}

    private final Map<Pair, Formula> formulas;
    private final Map<Pair, Watched> watched;
    private final Map<Pair, Verdict> parts = new ConcurrentHashMap<>();

    DerivedPairs(Map<Pair, Formula> formulas, Map<Pair, Watched> watched) {
        this.formulas = Map.copyOf(formulas);
        this.watched = Map.copyOf(watched);
        formulas.values().forEach(formula -> formula.parts().forEach(part -> parts.put(part, Verdict.INITIAL)));
    }

    /** In an order, ready to be followed; new each time, as it keeps what it was told. */
    public Derivations derivations() {
        Map<Pair, Set<Pair>> pools = new LinkedHashMap<>();
        watched.forEach((pair, pool) -> pools.put(pair, pool.plan().pairs()));
        return new Derivations(formulas, pools);
    }

    /** The parts that a derived pair follows from, as last applied; empty for other pairs. For any thread. */
    public List<Part> parts(String check, String address) {
        Formula formula = formulas.get(new Pair(check, address));
        return formula == null
                ? List.of()
                : formula.parts().stream()
                        .map(part -> new Part(part.check(), Objects.requireNonNull(parts.get(part))))
                        .toList();
    }

    /** The pairs that are probed on behalf of a pair: itself, or all that it follows from but through pools. */
    public Set<Pair> probed(Pair pair) {
        Set<Pair> probed = new LinkedHashSet<>();
        Set<Pair> seen = new LinkedHashSet<>(Set.of(pair));
        Deque<Pair> due = new ArrayDeque<>(seen);
        for (Pair next = due.poll(); next != null; next = due.poll()) {
            Formula formula = formulas.get(next);
            if (formula != null) {
                formula.parts().stream().filter(seen::add).forEach(due::add);
            } else if (!watched.containsKey(next)) {
                probed.add(next);
            }
        }
        return probed;
    }

    /** The pool that a pair is known by. */
    Watched watched(Pair pool) {
        return Objects.requireNonNull(watched.get(pool));
    }

    /** What has become of a watched pool; recomputed from the verdicts, on the writer thread. */
    Verdict poolState(Pair pool, Function<Pair, Verdict> verdicts, long nowMillis) {
        Watched known = watched(pool);
        known.plan().refresh(verdicts, nowMillis);
        return known.plan().verdict(known.ipv6());
    }

    /** Keeps verdicts that changed where they are parts of others. */
    void keep(Collection<Pair> changed, Function<Pair, Verdict> verdicts) {
        changed.forEach(pair -> parts.computeIfPresent(pair, (_, _) -> verdicts.apply(pair)));
        watched.forEach((pair, pool) -> parts.put(pair, pool.plan().verdict(pool.ipv6())));
    }

    /** Keeps every part's verdict. */
    void keepAll(Function<Pair, Verdict> verdicts) {
        keep(List.copyOf(parts.keySet()), verdicts);
    }
}
