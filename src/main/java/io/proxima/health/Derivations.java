package io.proxima.health;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;

/**
 * The derived pairs of a release in an order in which parts come before what follows from them, and what follows when
 * some pairs change.
 *
 * <p>Pools that a check watches stand among them: a pool's state is known by a pair too, and depends on the pairs of its
 * members. So one pass settles everything, and nothing is seen half done: each pair and pool is worked out once, after all
 * that it depends on.
 *
 * <p>Where a new pair's parts have no fresh votes yet, it is up, as every pair is before it was probed; what the formula
 * makes of parts that nobody has looked at (a {@code not} of something never probed) takes nothing down. Confined to one
 * thread.
 */
public final class Derivations {
    private final Map<Pair, Formula> formulas;
    private final Map<Pair, Integer> ranks = new HashMap<>();
    private final List<Pair> order = new ArrayList<>();
    private final Map<Pair, List<Pair>> dependents = new HashMap<>();
    private final Map<Pair, Verdict> pools = new HashMap<>();
    private final Set<Pair> unsure = new HashSet<>();
    private boolean fresh = true;

    /**
     * @param formulas by derived pair
     * @param pools by the pair that a watched pool is known by, the pairs that its state depends on
     * @throws IllegalArgumentException where something depends on itself
     */
    public Derivations(Map<Pair, Formula> formulas, Map<Pair, ? extends Collection<Pair>> pools) {
        this.formulas = Map.copyOf(formulas);
        Map<Pair, Collection<Pair>> dependencies = new LinkedHashMap<>(pools);
        formulas.forEach((pair, formula) -> dependencies.put(pair, formula.parts()));
        sort(dependencies);
        unsure.addAll(formulas.keySet());
    }

    /** Nothing derived. */
    public static Derivations none() {
        return new Derivations(Map.of(), Map.of());
    }

    /** By Kahn (1962): what depends on nothing else in here comes first. */
    private void sort(Map<Pair, Collection<Pair>> dependencies) {
        Map<Pair, Integer> open = new HashMap<>();
        Deque<Pair> ready = new ArrayDeque<>();
        dependencies.forEach((pair, parts) -> {
            parts.forEach(part ->
                    dependents.computeIfAbsent(part, _ -> new ArrayList<>()).add(pair));
            int inside = (int) parts.stream().filter(dependencies::containsKey).count();
            open.put(pair, inside);
            if (inside == 0) {
                ready.add(pair);
            }
        });
        for (Pair next = ready.poll(); next != null; next = ready.poll()) {
            ranks.put(next, order.size());
            order.add(next);
            for (Pair dependent : dependents.getOrDefault(next, List.of())) {
                if (open.merge(dependent, -1, Integer::sum) == 0) {
                    ready.add(dependent);
                }
            }
        }
        if (order.size() < dependencies.size()) {
            throw new IllegalArgumentException("checks and pools that depend on themselves");
        }
    }

    /** The derived pairs, in no order; pools are none. */
    public Set<Pair> pairs() {
        return formulas.keySet();
    }

    /** Takes the place of others: what is no longer derived is forgotten, what has a verdict already is known. */
    void replace(Derivations before, Set<Pair> known) {
        known.removeIf(pair -> before.formulas.containsKey(pair) && !formulas.containsKey(pair));
        unsure.removeIf(pair -> known.contains(pair) && !before.unsure.contains(pair));
    }

    /**
     * Works out what follows from changed pairs; the first time, from all.
     *
     * @param changed the pairs whose verdicts are others than last time
     * @param verdicts on every pair; takes those on derived pairs as they are worked out
     * @param poolState what becomes of a watched pool, by its pair, under the verdicts as they are by then
     * @return the derived pairs whose verdict is another than before
     */
    public Map<Pair, Verdict> follow(
            Collection<Pair> changed, Map<Pair, Verdict> verdicts, Function<Pair, Verdict> poolState, long nowMillis) {
        PriorityQueue<Integer> due = new PriorityQueue<>();
        Set<Integer> queued = new HashSet<>();
        if (fresh) {
            fresh = false;
            queued.addAll(ranks.values());
            due.addAll(queued);
        }
        changed.forEach(pair -> dependentsOf(pair, due, queued));
        Map<Pair, Verdict> news = new LinkedHashMap<>();
        for (Integer rank = due.poll(); rank != null; rank = due.poll()) {
            Pair pair = order.get(rank);
            Formula formula = formulas.get(pair);
            if (formula == null) {
                Verdict state = poolState.apply(pair);
                if (!state.equals(pools.put(pair, state))) {
                    dependentsOf(pair, due, queued);
                }
                continue;
            }
            Verdict before = verdicts.getOrDefault(pair, Verdict.INITIAL);
            Verdict after = settled(pair, formula.verdict(before, part -> verdict(part, verdicts), nowMillis), before);
            verdicts.put(pair, after);
            if (!after.equals(before)) {
                news.put(pair, after);
                dependentsOf(pair, due, queued);
            }
        }
        return news;
    }

    /** What a derived pair's verdict follows from, in a few words for operators; empty for other pairs. */
    String why(Pair pair, Function<Pair, Verdict> verdicts) {
        Formula formula = formulas.get(pair);
        return formula == null
                ? ""
                : formula.why(
                        verdicts.apply(pair).up(),
                        part -> pools.containsKey(part)
                                ? Objects.requireNonNull(pools.get(part))
                                : verdicts.apply(part));
    }

    private Verdict settled(Pair pair, Verdict after, Verdict before) {
        if (after.stale() && unsure.contains(pair)) {
            return new Verdict(before.up(), after.moving(), true, before.changedAtMillis());
        }
        unsure.remove(pair);
        return after;
    }

    private Verdict verdict(Pair part, Map<Pair, Verdict> verdicts) {
        Verdict pool = pools.get(part);
        return pool != null ? pool : Objects.requireNonNullElse(verdicts.get(part), Verdict.INITIAL);
    }

    private void dependentsOf(Pair pair, PriorityQueue<Integer> due, Set<Integer> queued) {
        for (Pair dependent : dependents.getOrDefault(pair, List.of())) {
            Integer rank = Objects.requireNonNull(ranks.get(dependent));
            if (queued.add(rank)) {
                due.add(rank);
            }
        }
    }
}
