package io.proxima.steer;

import io.proxima.net.PrefixMap;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Walks a pool from its root to the addresses of one answer; a thread's own, without allocation unless it is traced.
 *
 * <p>Every inner node but {@code all} takes one child. The scope is the longest over the client-dependent nodes that the
 * answer can have passed through: below a draw and below {@code all} every live child, else only the child that serves.
 */
public final class Walk {
    private final Draw draw;
    private final Selection selection;
    private int scopeLength;
    private @Nullable PoolPlan plan;
    private boolean ipv6;

    private boolean clientIpv6;
    private long clientHigh;
    private long clientLow;

    public Walk(Draw draw) {
        this.draw = draw;
        selection = new Selection(draw);
    }

    /** Makes room for a catalog's counters and its widest node. */
    public void prepare(int ordinals, int widest) {
        draw.prepare(ordinals, widest);
        selection.prepare(widest);
    }

    /** Says where the client is, by the bits of its prefix padded with zeros, laid out as in {@code net.Prefix}. */
    public void client(boolean ipv6, long high, long low) {
        clientIpv6 = ipv6;
        clientHigh = high;
        clientLow = low;
    }

    /**
     * Chooses the addresses of one answer.
     *
     * @param ipv6Answer whether AAAA is asked for
     * @param answers at most so many, or 0 for the rule's own number
     * @param trace what takes note of the walk, or null
     * @return {@code ADDRESSES} with at least one {@link #selected}, {@code NODATA} or {@code SERVFAIL}
     */
    public PlanState.Outcome select(PoolPlan pool, boolean ipv6Answer, int answers, @Nullable Trace trace) {
        scopeLength = 0;
        PoolPlan serving = pool;
        PlanState.Family state = serving.state().family(ipv6Answer);
        while (state.outcome == PlanState.Outcome.OTHER) { // a policy's pools form no cycle
            serving = Objects.requireNonNull(serving.other());
            state = serving.state().family(ipv6Answer);
        }
        plan = serving;
        ipv6 = ipv6Answer;
        selection.begin(serving.identities, answers, ipv6Answer);
        if (state.outcome == PlanState.Outcome.ADDRESSES) {
            take(serving, state, 0, trace);
        }
        return state.outcome;
    }

    /** The pool whose addresses were selected: the one asked for, or the one it hands over to. */
    public PoolPlan plan() {
        return Objects.requireNonNull(plan);
    }

    /** Numbers of addresses of {@link #plan}, the first {@link #count} of them; the walk's own memory. */
    public int[] selected() {
        return selection.selected;
    }

    /** How many addresses were selected. */
    public int count() {
        return selection.count;
    }

    /** The scope prefix length of the answer, in bits (RFC 7871 section 7.2.1). */
    public int scopeLength() {
        return scopeLength;
    }

    /** Says what {@link #select} can choose, with which chances, and why; allocates, and draws nothing. */
    public PoolReport report(PoolPlan pool, boolean ipv6Answer, int answers) {
        return new Reporter(this, ipv6Answer, answers).report(pool);
    }

    /** Another walk for the same client, whose draws begin at a seed. */
    Walk beginningAt(long seed, PoolPlan pool) {
        Walk other = new Walk(new Draw(seed));
        other.client(clientIpv6, clientHigh, clientLow);
        other.prepare(pool.ordinals(), pool.widest());
        return other;
    }

    /** The scope depth of the client at a node that looks at it; -1 at others. */
    int depth(PlanNode node) {
        return node.kind == PlanNode.Kind.BY_CLIENT && node.clients != null ? PrefixMap.depth(lookUp(node)) : -1;
    }

    /** The child position that a node without a draw hands on to; -1 where it draws or takes all. */
    int position(PlanNode node, PlanState.Node live) {
        return switch (node.kind) {
            case BY_CLIENT -> nearest(node, live, lookUp(node));
            case FAILOVER -> live.live[0];
            case WEIGHTED, ROUND_ROBIN, RANDOM, ALL -> -1;
        };
    }

    /** Child positions, the best for the client first; as written where the client does not matter. */
    int[] order(PlanNode node) {
        return node.kind == PlanNode.Kind.BY_CLIENT && node.clients != null
                ? node.orders[PrefixMap.value(lookUp(node))]
                : IntStream.range(0, node.children.length).toArray();
    }

    private void take(PoolPlan pool, PlanState.Family state, int number, @Nullable Trace trace) {
        PlanNode node = pool.nodes[number];
        PlanState.Node live = state.nodes[number];
        int before = selection.count;
        if (node.isLeaf()) {
            selection.leaf(node, live);
            if (trace != null) {
                trace.add(new Trace.Step(
                        node.name,
                        node.rule,
                        node.line,
                        0,
                        addresses(pool, Arrays.stream(live.live)),
                        addresses(pool, Arrays.stream(selection.selected, before, selection.count))));
            }
            return;
        }
        switch (node.kind) {
            case ALL -> {
                scope(pool, state, number, trace);
                step(pool, node, live, 0, -1, trace);
                // By chance: a counter here would keep step with those of the leaves, and some address always come
                // last.
                int first = (int) draw.below(live.live.length);
                for (int i = 0; i < live.live.length && !selection.isFull(); i++) {
                    int position = live.live[(first + i) % live.live.length];
                    take(pool, state, node.children[position], trace);
                }
            }
            case BY_CLIENT -> {
                long client = lookUp(node);
                widen(node, PrefixMap.depth(client), trace);
                int position = nearest(node, live, client);
                step(pool, node, live, PrefixMap.depth(client), position, trace);
                take(pool, state, node.children[position], trace);
            }
            case FAILOVER -> {
                step(pool, node, live, 0, live.live[0], trace);
                take(pool, state, node.children[live.live[0]], trace);
            }
            case WEIGHTED, ROUND_ROBIN, RANDOM -> {
                scope(pool, state, number, trace);
                int position = live.live[drawn(node, live)];
                step(pool, node, live, 0, position, trace);
                take(pool, state, node.children[position], trace);
            }
        }
    }

    private void step(PoolPlan pool, PlanNode node, PlanState.Node live, int depth, int chosen, @Nullable Trace trace) {
        if (trace != null) {
            List<String> names = Arrays.stream(live.live)
                    .mapToObj(position -> pool.nodes[node.children[position]].name)
                    .toList();
            trace.add(new Trace.Step(
                    node.name,
                    node.rule,
                    node.line,
                    depth,
                    names,
                    chosen < 0 ? names : List.of(pool.nodes[node.children[chosen]].name)));
        }
    }

    private static List<String> addresses(PoolPlan pool, IntStream numbers) {
        return numbers.mapToObj(number -> pool.addresses().get(number).address().getHostAddress())
                .toList();
    }

    private int drawn(PlanNode node, PlanState.Node live) {
        int size = live.live.length;
        return switch (node.kind) {
            case WEIGHTED -> draw.weighted(live.cumulative);
            case ROUND_ROBIN -> draw.turn(node.ordinal(ipv6), size);
            default -> (int) draw.below(size);
        };
    }

    /** The client's class at a node and the depth it was found at, as {@code PrefixMap} packs them. */
    private long lookUp(PlanNode node) {
        return Objects.requireNonNull(node.clients).lookup(clientIpv6, clientHigh, clientLow);
    }

    /** The first child that is up in the order of the client's class. */
    private static int nearest(PlanNode node, PlanState.Node live, long client) {
        boolean[] upAt = Objects.requireNonNull(live.upAt);
        for (int position : node.orders[PrefixMap.value(client)]) {
            if (upAt[position]) {
                return position;
            }
        }
        return live.live[0]; // not reached: every position stands in every order
    }

    private void widen(PlanNode node, int depth, @Nullable Trace trace) {
        scopeLength = Math.max(scopeLength, depth);
        if (trace != null) {
            trace.widen(node, depth);
        }
    }

    /** Widens the scope by all that an answer from below this node can depend on. */
    private void scope(PoolPlan pool, PlanState.Family state, int number, @Nullable Trace trace) {
        PlanNode node = pool.nodes[number];
        if (!node.clientDependent) {
            return;
        }
        PlanState.Node live = state.nodes[number];
        switch (node.kind) {
            case BY_CLIENT -> {
                long client = lookUp(node);
                widen(node, PrefixMap.depth(client), trace);
                scope(pool, state, node.children[nearest(node, live, client)], trace);
            }
            case FAILOVER -> scope(pool, state, node.children[live.live[0]], trace);
            case WEIGHTED, ROUND_ROBIN, RANDOM, ALL -> {
                for (int position : live.live) {
                    scope(pool, state, node.children[position], trace);
                }
            }
        }
    }
}
