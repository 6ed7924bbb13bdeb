package io.proxima.steer;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Every set of addresses that a pool can answer with, one by one, where leaves of one answer share an address.
 *
 * <p>Where there are too many, so many walks are counted instead, from a fixed seed.
 */
final class Outcomes {
    private static final int STEPS_AT_MOST = 400_000;
    private static final int WALKS = 20_000;
    private static final long SEED = 1;

    private final Odds odds;
    private final Walk walk;
    private final PoolPlan pool;
    private final PlanState.Family state;
    private final boolean ipv6;
    private final int answers;
    private Map<BitSet, Double> outcomes = Map.of();
    private boolean exact = true;
    private int steps;

    Outcomes(Odds odds, Walk walk, PoolPlan pool, PlanState.Family state, boolean ipv6, int answers) {
        this.odds = odds;
        this.walk = walk;
        this.pool = pool;
        this.state = state;
        this.ipv6 = ipv6;
        this.answers = answers;
    }

    /**
     * Works them out, and writes the nodes' and leaves' chances into the odds.
     *
     * @param tooMany whether to count in any case
     */
    void compute(boolean tooMany) {
        if (!tooMany) {
            outcomes = below(0, Map.of(new BitSet(), 1.0));
        }
        if (tooMany || steps > STEPS_AT_MOST) {
            exact = false;
            Arrays.fill(odds.reached, 0);
            odds.fromLeaf.clear();
            estimate();
        }
    }

    boolean exact() {
        return exact;
    }

    /** By number of addresses, the chance of an answer of so many. */
    double[] sizes() {
        double[] sizes = new double[pool.addresses().size() + 1];
        outcomes.forEach((set, chance) -> sizes[set.cardinality()] += chance);
        return sizes;
    }

    private Map<BitSet, Double> below(int number, Map<BitSet, Double> before) {
        if (steps > STEPS_AT_MOST) {
            return before;
        }
        PlanNode node = pool.nodes[number];
        PlanState.Node live = state.nodes[number];
        before.values().forEach(chance -> odds.reached[number] += chance);
        Map<BitSet, Double> after = new HashMap<>();
        if (node.isLeaf()) {
            before.forEach((set, chance) -> leaf(number, set, chance, after));
            return after;
        }
        if (node.kind != PlanNode.Kind.ALL) {
            double[] chances = odds.childChances(number);
            for (int i = 0; i < chances.length; i++) {
                double share = chances[i];
                if (share > 0) {
                    Map<BitSet, Double> part = new HashMap<>();
                    before.forEach((set, chance) -> part.put(set, chance * share));
                    merge(below(node.children[live.live[i]], part), after);
                }
            }
            return after;
        }
        for (int first = 0; first < live.live.length; first++) {
            Map<BitSet, Double> open = new HashMap<>();
            before.forEach((set, chance) -> open.put(set, chance / live.live.length));
            for (int i = 0; i < live.live.length; i++) {
                open.entrySet().removeIf(entry -> {
                    boolean full = isFull(entry.getKey());
                    if (full) {
                        after.merge(entry.getKey(), entry.getValue(), Double::sum);
                    }
                    return full;
                });
                Map<BitSet, Double> next =
                        below(node.children[live.live[(first + i) % live.live.length]], Map.copyOf(open));
                open.clear();
                open.putAll(next);
            }
            merge(open, after);
        }
        return after;
    }

    private static void merge(Map<BitSet, Double> from, Map<BitSet, Double> into) {
        from.forEach((set, chance) -> into.merge(set, chance, Double::sum));
    }

    private boolean isFull(BitSet set) {
        return answers != 0 && set.cardinality() >= answers;
    }

    /** Every way a leaf can add to what is there. */
    private void leaf(int number, BitSet before, double chance, Map<BitSet, Double> after) {
        PlanNode node = pool.nodes[number];
        PlanState.Node live = state.nodes[number];
        int most = odds.drawn(node, live);
        boolean turns = node.kind == PlanNode.Kind.ROUND_ROBIN && live.ramped == null;
        switch (turns ? PlanNode.Kind.ALL : node.kind) {
            case FAILOVER, ALL -> {
                int size = node.kind == PlanNode.Kind.FAILOVER ? live.firstMemberAddresses : live.live.length;
                for (int first = 0; first < size; first++) {
                    BitSet set = (BitSet) before.clone();
                    for (int i = 0; i < most; i++) {
                        add(number, set, (first + i) % size, chance / size);
                    }
                    after.merge(set, chance / size, Double::sum);
                }
            }
            case CONSISTENT_HASH -> {
                int[] ranked = walk.ranked(node, live);
                BitSet set = (BitSet) before.clone();
                for (int i = 0; i < Math.min(most, ranked.length); i++) {
                    add(number, set, ranked[i], chance);
                }
                after.merge(set, chance, Double::sum);
            }
            case WEIGHTED, BY_CLIENT, RANDOM, ROUND_ROBIN -> {
                boolean even = node.kind == PlanNode.Kind.RANDOM || node.kind == PlanNode.Kind.ROUND_ROBIN;
                long[] weights = even ? live.evenWeights() : live.weights();
                boolean equal = Arrays.stream(weights).allMatch(weight -> weight == 0);
                if (equal) {
                    Arrays.fill(weights, 1);
                }
                draw(number, before, chance, weights, most, after);
            }
        }
    }

    private void draw(int number, BitSet before, double chance, long[] weights, int most, Map<BitSet, Double> after) {
        steps++;
        long total = Arrays.stream(weights).sum();
        if (most == 0 || total == 0 || isFull(before) || steps > STEPS_AT_MOST) {
            after.merge(before, chance, Double::sum);
            return;
        }
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                double share = chance * weights[i] / total;
                long weight = weights[i];
                BitSet set = (BitSet) before.clone();
                add(number, set, i, share);
                weights[i] = 0;
                draw(number, set, share, weights, most - 1, after);
                weights[i] = weight;
            }
        }
    }

    /** Adds the leaf's address at a place of its live ones, unless it is there or there is no room. */
    private void add(int number, BitSet set, int place, double chance) {
        steps++;
        int identity = pool.identities[state.nodes[number].live[place]];
        if (!isFull(set) && !set.get(identity)) {
            set.set(identity);
            odds.fromLeaf.computeIfAbsent(number, _ -> new double[state.nodes[number].live.length])[place] += chance;
        }
    }

    private void estimate() {
        Walk sample = walk.beginningAt(SEED, pool);
        Map<String, Integer> numbers = new HashMap<>();
        for (int number = 0; number < pool.nodes.length; number++) {
            numbers.putIfAbsent(pool.nodes[number].name, number);
        }
        Map<BitSet, Double> counted = new HashMap<>();
        double[] chances = new double[pool.addresses().size()];
        for (int i = 0; i < WALKS; i++) {
            Trace trace = new Trace();
            sample.select(pool, ipv6, answers, trace);
            trace.steps()
                    .forEach(step -> odds.reached[Objects.requireNonNull(numbers.get(step.group()))] += 1.0 / WALKS);
            BitSet set = new BitSet();
            for (int j = 0; j < sample.count(); j++) {
                set.set(sample.selected()[j]);
                chances[sample.selected()[j]] += 1.0 / WALKS;
            }
            counted.merge(set, 1.0 / WALKS, Double::sum);
        }
        outcomes = counted;
        for (int number = 0; number < pool.nodes.length; number++) {
            int[] live = state.nodes[number].live;
            if (pool.nodes[number].isLeaf() && odds.reached[number] > 0) {
                odds.fromLeaf.put(
                        number,
                        Arrays.stream(live)
                                .mapToDouble(address -> chances[address])
                                .toArray());
                Arrays.stream(live).forEach(address -> chances[address] = 0); // it may stand in another leaf too
            }
        }
    }
}
