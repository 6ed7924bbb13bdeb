package io.proxima.steer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How likely each address is in one answer of a pool, from the nodes and the state that the walk reads; draws nothing.
 *
 * <p>Counters begin at random, so a turn is a draw with equal chances. Below {@code all} an answer fills up leaf by leaf from
 * a random beginning, so what is kept beside the chances is how much room is left. Where an address stands in several of
 * the leaves of one answer, leaves are not independent: then whole answers are enumerated ({@link Outcomes}).
 */
final class Odds {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final Walk walk;
    private final PoolPlan pool;
    private final PlanState.Family state;
    private final boolean ipv6;
    private final int answers;
    private final Map<Long, double[]> counts = new HashMap<>();
    /** By node number: how likely the walk comes there. */
    final double[] reached;
    /** By node number: how likely, by place among its live addresses, each is answered from there. */
    final Map<Integer, double[]> fromLeaf = new HashMap<>();
    /** By number of addresses. */
    double[] sizes = new double[0];

    boolean exact = true;

    Odds(Walk walk, PoolPlan pool, PlanState.Family state, boolean ipv6, int answers) {
        this.walk = walk;
        this.pool = pool;
        this.state = state;
        this.ipv6 = ipv6;
        this.answers = answers;
        this.reached = new double[pool.nodes.length];
    }

    /** Works them out. */
    void compute() {
        boolean fromBand = drawsFromBand(0);
        if (fromBand || overlaps(0, new HashSet<>())) {
            Outcomes outcomes = new Outcomes(this, walk, pool, state, ipv6, answers);
            outcomes.compute(fromBand);
            sizes = outcomes.sizes();
            exact = outcomes.exact();
        } else {
            int room = answers == 0 ? UNLIMITED : answers;
            sizes = counts(0, room);
            visit(0, room, 1);
        }
    }

    /** By place among a node's live children, the chance that a draw takes it; a certain one where nothing is drawn. */
    double[] childChances(int number) {
        PlanNode node = pool.nodes[number];
        PlanState.Node live = state.nodes[number];
        double[] chances = new double[live.live.length];
        int position = walk.position(node, live);
        if (position < 0 && node.kind == PlanNode.Kind.BY_CLIENT) {
            return bandChances(node, live);
        }
        if (position < 0) {
            return Inclusion.of(node.kind == PlanNode.Kind.WEIGHTED ? live.weights() : live.evenWeights(), 1);
        }
        for (int i = 0; i < chances.length; i++) {
            chances[i] = live.live[i] == position ? 1 : 0;
        }
        return chances;
    }

    /** Those of the children that are about as near share by weight; members at several sites as if at one. */
    private double[] bandChances(PlanNode node, PlanState.Node live) {
        int[] near = walk.near(node, live);
        long[] weights = Arrays.stream(near)
                .mapToLong(position -> state.nodes[node.children[position]].weight)
                .toArray();
        if (node.sitesOfLeaf && Arrays.stream(weights).allMatch(weight -> weight == 0)) {
            Arrays.setAll(weights, i -> state.nodes[node.children[near[i]]].live.length);
        }
        double[] drawn = Inclusion.of(weights, 1);
        double[] chances = new double[live.live.length];
        for (int i = 0; i < near.length; i++) {
            chances[Arrays.binarySearch(live.live, near[i])] = drawn[i];
        }
        return chances;
    }

    /** Whether several addresses of one answer can come from several sites of one group of members. */
    private boolean drawsFromBand(int number) {
        PlanNode node = pool.nodes[number];
        PlanState.Node live = state.nodes[number];
        return answers > 1
                && ((node.sitesOfLeaf && walk.near(node, live).length > 1)
                        || Arrays.stream(live.live)
                                .anyMatch(position -> !node.isLeaf() && drawsFromBand(node.children[position])));
    }

    /** How many addresses a leaf draws before it looks how much room there is. */
    int drawn(PlanNode node, PlanState.Node live) {
        int size = node.kind == PlanNode.Kind.FAILOVER ? live.firstMemberAddresses : live.live.length;
        boolean everything = node.kind == PlanNode.Kind.FAILOVER || node.kind == PlanNode.Kind.ALL;
        return answers == 0 ? (everything ? size : 1) : Math.min(answers, size);
    }

    private void visit(int number, int room, double chance) {
        if (chance == 0) {
            return;
        }
        reached[number] += chance;
        PlanNode node = pool.nodes[number];
        PlanState.Node live = state.nodes[number];
        if (node.isLeaf()) {
            double[] sum = fromLeaf.computeIfAbsent(number, _ -> new double[live.live.length]);
            double[] chances = leaf(node, live, room);
            for (int i = 0; i < chances.length; i++) {
                sum[i] += chance * chances[i];
            }
        } else if (node.kind == PlanNode.Kind.ALL && room != UNLIMITED) {
            Map<Integer, double[]> rooms = rooms(number, room);
            rooms.forEach((child, byRoom) -> {
                for (int left = 1; left <= room; left++) {
                    visit(child, left, chance * byRoom[left]);
                }
            });
        } else {
            double[] chances = childChances(number);
            for (int i = 0; i < chances.length; i++) {
                visit(node.children[live.live[i]], room, node.kind == PlanNode.Kind.ALL ? chance : chance * chances[i]);
            }
        }
    }

    /** By child node of {@code all}, the chance that it is come to with so much room, over every beginning. */
    private Map<Integer, double[]> rooms(int number, int room) {
        PlanNode node = pool.nodes[number];
        int[] live = state.nodes[number].live;
        Map<Integer, double[]> rooms = new HashMap<>();
        for (int first = 0; first < live.length; first++) {
            double[] left = new double[room + 1];
            left[room] = 1.0 / live.length;
            for (int i = 0; i < live.length; i++) {
                int child = node.children[live[(first + i) % live.length]];
                double[] byRoom = rooms.computeIfAbsent(child, _ -> new double[room + 1]);
                for (int r = 1; r <= room; r++) {
                    byRoom[r] += left[r];
                }
                left = after(left, child);
            }
        }
        return rooms;
    }

    private double[] after(double[] left, int child) {
        double[] after = new double[left.length];
        after[0] = left[0];
        for (int r = 1; r < left.length; r++) {
            if (left[r] > 0) {
                double[] added = counts(child, r);
                for (int count = 0; count < added.length; count++) {
                    after[r - count] += left[r] * added[count];
                }
            }
        }
        return after;
    }

    /** By number of addresses, the chance that a node adds so many. */
    private double[] counts(int number, int room) {
        long key = (long) number << 32 | room;
        double[] known = counts.get(key);
        if (known == null) {
            known = count(number, room);
            counts.put(key, known);
        }
        return known;
    }

    private double[] count(int number, int room) {
        PlanNode node = pool.nodes[number];
        PlanState.Node live = state.nodes[number];
        if (node.isLeaf()) {
            double[] certain = new double[added(node, live, room) + 1];
            certain[certain.length - 1] = 1;
            return certain;
        }
        if (node.kind == PlanNode.Kind.ALL) {
            return room == UNLIMITED ? everything(node, live) : filled(node, live, room);
        }
        double[] sum = new double[1];
        double[] chances = childChances(number);
        for (int i = 0; i < chances.length; i++) {
            double[] below = chances[i] == 0 ? new double[1] : counts(node.children[live.live[i]], room);
            sum = Arrays.copyOf(sum, Math.max(sum.length, below.length));
            for (int count = 0; count < below.length; count++) {
                sum[count] += chances[i] * below[count];
            }
        }
        return sum;
    }

    private double[] everything(PlanNode node, PlanState.Node live) {
        double[] sum = {1};
        for (int position : live.live) {
            double[] below = counts(node.children[position], UNLIMITED);
            double[] next = new double[sum.length + below.length - 1];
            for (int i = 0; i < sum.length; i++) {
                for (int j = 0; j < below.length; j++) {
                    next[i + j] += sum[i] * below[j];
                }
            }
            sum = next;
        }
        return sum;
    }

    private double[] filled(PlanNode node, PlanState.Node live, int room) {
        double[] sum = new double[room + 1];
        for (int first = 0; first < live.live.length; first++) {
            double[] left = new double[room + 1];
            left[room] = 1.0 / live.live.length;
            for (int i = 0; i < live.live.length; i++) {
                left = after(left, node.children[live.live[(first + i) % live.live.length]]);
            }
            for (int r = 0; r <= room; r++) {
                sum[room - r] += left[r];
            }
        }
        return sum;
    }

    private int added(PlanNode node, PlanState.Node live, int room) {
        int most = Math.min(room, drawn(node, live));
        if (node.kind == PlanNode.Kind.WEIGHTED || node.kind == PlanNode.Kind.BY_CLIENT) {
            int positive = (int)
                    Arrays.stream(live.weights()).filter(weight -> weight > 0).count();
            return positive == 0 ? most : Math.min(most, positive);
        }
        if (node.kind == PlanNode.Kind.CONSISTENT_HASH) {
            return Math.min(most, walk.ranked(node, live).length);
        }
        return most;
    }

    /** By place among a leaf's live addresses, the chance that it is among those it adds. */
    private double[] leaf(PlanNode node, PlanState.Node live, int room) {
        int most = Math.min(room, drawn(node, live));
        return switch (node.kind) {
            case WEIGHTED, BY_CLIENT -> Inclusion.of(live.weights(), most);
            case RANDOM, ROUND_ROBIN -> Inclusion.of(live.evenWeights(), most);
            case ALL -> Inclusion.of(new long[live.live.length], most);
            case CONSISTENT_HASH -> {
                double[] chances = new double[live.live.length];
                Arrays.stream(walk.ranked(node, live)).limit(most).forEach(place -> chances[place] = 1);
                yield chances;
            }
            case FAILOVER -> Arrays.copyOf(Inclusion.of(new long[live.firstMemberAddresses], most), live.live.length);
        };
    }

    /** Whether one answer may meet an address in two places; puts all addresses below into {@code seen}. */
    private boolean overlaps(int number, Set<Integer> seen) {
        if (pool.identities.length == 0) {
            return false;
        }
        PlanNode node = pool.nodes[number];
        PlanState.Node live = state.nodes[number];
        boolean overlaps = false;
        if (node.isLeaf()) {
            for (int address : live.live) {
                overlaps |= !seen.add(pool.identities[address]);
            }
            return overlaps;
        }
        Set<Integer> below = new HashSet<>();
        for (int position : live.live) {
            Set<Integer> child = new HashSet<>();
            overlaps |= overlaps(node.children[position], child);
            for (int identity : child) {
                overlaps |= !below.add(identity) && node.kind == PlanNode.Kind.ALL;
            }
        }
        seen.addAll(below);
        return overlaps;
    }
}
