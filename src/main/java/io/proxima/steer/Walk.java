package io.proxima.steer;

import io.proxima.net.PrefixMap;
import java.util.Arrays;
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

    /** Whether the answer came by a group in which so few members are up that all of them serve. */
    public boolean panicked() {
        return selection.panicked;
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
        return node.rendezvous != null
                ? PrefixMap.depth(hashed(node))
                : node.kind == PlanNode.Kind.BY_CLIENT && node.clients != null ? PrefixMap.depth(lookUp(node)) : -1;
    }

    /** The child position that a node without a draw hands on to; -1 where it draws or takes all. */
    int position(PlanNode node, PlanState.Node live) {
        return switch (node.kind) {
            case BY_CLIENT -> {
                int[] near = near(node, live);
                yield near.length == 1 ? near[0] : -1;
            }
            case CONSISTENT_HASH -> best(node, live, hashed(node));
            case FAILOVER -> live.live[0];
            case WEIGHTED, ROUND_ROBIN, RANDOM, ALL -> -1;
        };
    }

    /** The child positions that share the client at a node by line or distance. */
    int[] near(PlanNode node, PlanState.Node live) {
        return node.near(live, PrefixMap.value(lookUp(node)));
    }

    /** The places in {@code live} of a consistent-hash leaf's addresses, the nearest to the client first. */
    int[] ranked(PlanNode node, PlanState.Node live) {
        long key = Objects.requireNonNull(node.rendezvous).key(hashed(node), clientIpv6, clientHigh, clientLow);
        return Objects.requireNonNull(live.ranking).places(key);
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
        selection.panicked |= live.panic;
        if (node.isLeaf()) {
            int depth = 0;
            long key = 0;
            if (node.rendezvous != null) {
                long client = hashed(node);
                depth = PrefixMap.depth(client);
                widen(node, depth, trace);
                key = node.rendezvous.key(client, clientIpv6, clientHigh, clientLow);
            }
            selection.leaf(node, live, key);
            if (trace != null) {
                trace.leaf(pool, node, live, depth, Arrays.copyOfRange(selection.selected, before, selection.count));
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
                int known = PrefixMap.value(client);
                int first = node.firstUp(live, known);
                int end = node.bandEnds[known][first];
                if (node.sitesOfLeaf && end > first + 1) {
                    band(pool, state, node, known, first, trace);
                } else {
                    int position = node.orders[known][first];
                    if (end > first + 1) {
                        scopeOfBand(pool, state, node, known, first, trace);
                        position = selection.oneOf(node, state, node.orders[known], first, end);
                    }
                    step(pool, node, live, PrefixMap.depth(client), position, trace);
                    take(pool, state, node.children[position], trace);
                }
            }
            case CONSISTENT_HASH -> {
                long client = hashed(node);
                widen(node, PrefixMap.depth(client), trace);
                int position = best(node, live, client);
                step(pool, node, live, PrefixMap.depth(client), position, trace);
                take(pool, state, node.children[position], trace);
            }
            case FAILOVER -> {
                step(pool, node, live, 0, live.live[0], trace);
                take(pool, state, node.children[live.live[0]], trace);
            }
            case WEIGHTED, ROUND_ROBIN, RANDOM -> {
                scope(pool, state, number, trace);
                int position = live.live[selection.drawn(node, live)];
                step(pool, node, live, 0, position, trace);
                take(pool, state, node.children[position], trace);
            }
        }
    }

    /** Chooses among all members at the sites that are as near as the nearest one that is up. */
    private void band(
            PoolPlan pool, PlanState.Family state, PlanNode node, int known, int first, @Nullable Trace trace) {
        int[] order = node.orders[known];
        int end = node.bandEnds[known][first];
        int before = selection.count;
        selection.several(node, state, order, first, end);
        if (trace != null) {
            int[] chosen = Arrays.copyOfRange(selection.selected, before, selection.count);
            trace.band(pool, node, state, depth(node), chosen);
        }
    }

    private static void step(
            PoolPlan pool, PlanNode node, PlanState.Node live, int depth, int chosen, @Nullable Trace trace) {
        if (trace != null) {
            trace.inner(pool, node, live, depth, chosen < 0 ? live.live : new int[] {chosen});
        }
    }

    /** The client's class at a node and the depth it was found at, as {@code PrefixMap} packs them. */
    private long lookUp(PlanNode node) {
        return Objects.requireNonNull(node.clients).lookup(clientIpv6, clientHigh, clientLow);
    }

    /** What decides on the client's key at a consistent-hash node, as {@link Rendezvous#lookUp} gives it. */
    private long hashed(PlanNode node) {
        return Objects.requireNonNull(node.rendezvous).lookUp(clientIpv6, clientHigh, clientLow);
    }

    /** The position of the child nearest to the client by hash. */
    private int best(PlanNode node, PlanState.Node live, long client) {
        long key = Objects.requireNonNull(node.rendezvous).key(client, clientIpv6, clientHigh, clientLow);
        return Objects.requireNonNull(live.ranking).best(key);
    }

    /** Widens the scope by all that are up and as near as the first that is. */
    private void scopeOfBand(
            PoolPlan pool, PlanState.Family state, PlanNode node, int known, int first, @Nullable Trace trace) {
        int[] order = node.orders[known];
        for (int i = first; i < node.bandEnds[known][first]; i++) {
            if (state.nodes[node.children[order[i]]].up) {
                scope(pool, state, node.children[order[i]], trace);
            }
        }
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
        if (node.isLeaf()) {
            widen(node, PrefixMap.depth(hashed(node)), trace);
            return;
        }
        switch (node.kind) {
            case BY_CLIENT -> {
                long client = lookUp(node);
                widen(node, PrefixMap.depth(client), trace);
                int known = PrefixMap.value(client);
                scopeOfBand(pool, state, node, known, node.firstUp(live, known), trace);
            }
            case CONSISTENT_HASH -> {
                long client = hashed(node);
                widen(node, PrefixMap.depth(client), trace);
                scope(pool, state, node.children[best(node, live, client)], trace);
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
