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

    private void take(PoolPlan pool, PlanState.Family state, int number, @Nullable Trace trace) {
        PlanNode node = pool.nodes[number];
        PlanState.Node live = state.nodes[number];
        int before = selection.count;
        if (node.isLeaf()) {
            int depth = 0;
            long key = 0;
            if (node.rendezvous != null) {
                long client = hashed(node);
                depth = PrefixMap.depth(client);
                scopeLength = Math.max(scopeLength, depth);
                key = node.rendezvous.key(client, clientIpv6, clientHigh, clientLow);
            }
            selection.leaf(node, live, key);
            if (trace != null) {
                trace.add(new Trace.Step(
                        node.name,
                        node.rule,
                        node.line,
                        depth,
                        addresses(pool, Arrays.stream(live.live)),
                        addresses(pool, Arrays.stream(selection.selected, before, selection.count))));
            }
            return;
        }
        switch (node.kind) {
            case ALL -> {
                scope(pool, state, number);
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
                scopeLength = Math.max(scopeLength, PrefixMap.depth(client));
                int known = PrefixMap.value(client);
                int first = node.firstUp(live, known);
                int end = node.bandEnds[known][first];
                if (node.sitesOfLeaf && end > first + 1) {
                    band(pool, state, node, known, first, client, trace);
                } else {
                    int position = node.orders[known][first];
                    if (end > first + 1) {
                        scopeOfBand(pool, state, node, known, first);
                        position = selection.oneOf(node, state, node.orders[known], first, end);
                    }
                    step(pool, node, live, PrefixMap.depth(client), position, trace);
                    take(pool, state, node.children[position], trace);
                }
            }
            case CONSISTENT_HASH -> {
                long client = hashed(node);
                scopeLength = Math.max(scopeLength, PrefixMap.depth(client));
                int position = best(node, live, client);
                step(pool, node, live, PrefixMap.depth(client), position, trace);
                take(pool, state, node.children[position], trace);
            }
            case FAILOVER -> {
                step(pool, node, live, 0, live.live[0], trace);
                take(pool, state, node.children[live.live[0]], trace);
            }
            case WEIGHTED, ROUND_ROBIN, RANDOM -> {
                scope(pool, state, number);
                int position = live.live[drawn(node, live)];
                step(pool, node, live, 0, position, trace);
                take(pool, state, node.children[position], trace);
            }
        }
    }

    /** Chooses among all members at the sites that are as near as the nearest one that is up. */
    private void band(
            PoolPlan pool,
            PlanState.Family state,
            PlanNode node,
            int known,
            int first,
            long client,
            @Nullable Trace trace) {
        int[] order = node.orders[known];
        int end = node.bandEnds[known][first];
        int before = selection.count;
        selection.several(node, state, order, first, end);
        if (trace != null) {
            List<PlanNode> sites = Arrays.stream(order, first, end)
                    .map(position -> node.children[position])
                    .filter(number -> state.nodes[number].up)
                    .mapToObj(number -> pool.nodes[number])
                    .toList();
            trace.add(new Trace.Step(
                    node.name,
                    node.rule,
                    node.line,
                    PrefixMap.depth(client),
                    sites.stream().map(site -> site.name).toList(),
                    addresses(pool, Arrays.stream(selection.selected, before, selection.count))));
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
    private void scopeOfBand(PoolPlan pool, PlanState.Family state, PlanNode node, int known, int first) {
        int[] order = node.orders[known];
        for (int i = first; i < node.bandEnds[known][first]; i++) {
            if (state.nodes[node.children[order[i]]].up) {
                scope(pool, state, node.children[order[i]]);
            }
        }
    }

    /** Widens the scope by all that an answer from below this node can depend on. */
    private void scope(PoolPlan pool, PlanState.Family state, int number) {
        PlanNode node = pool.nodes[number];
        if (!node.clientDependent) {
            return;
        }
        PlanState.Node live = state.nodes[number];
        if (node.isLeaf()) {
            scopeLength = Math.max(scopeLength, PrefixMap.depth(hashed(node)));
            return;
        }
        switch (node.kind) {
            case BY_CLIENT -> {
                long client = lookUp(node);
                scopeLength = Math.max(scopeLength, PrefixMap.depth(client));
                int known = PrefixMap.value(client);
                scopeOfBand(pool, state, node, known, node.firstUp(live, known));
            }
            case CONSISTENT_HASH -> {
                long client = hashed(node);
                scopeLength = Math.max(scopeLength, PrefixMap.depth(client));
                scope(pool, state, node.children[best(node, live, client)]);
            }
            case FAILOVER -> scope(pool, state, node.children[live.live[0]]);
            case WEIGHTED, ROUND_ROBIN, RANDOM, ALL -> {
                for (int position : live.live) {
                    scope(pool, state, node.children[position]);
                }
            }
        }
    }
}
