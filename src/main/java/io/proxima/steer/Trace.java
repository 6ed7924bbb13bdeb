package io.proxima.steer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a walk did, node by node; only an explanation carries one. */
public final class Trace {

    /**
     * One node that the walk came through.
     *
     * @param group the node's name
     * @param rule its {@code choose}
     * @param line the line of the group that leads here, or null
     * @param scopeLength what the node adds to the scope, in bits; 0 for rules of state alone
     * @param live its children that are up: group names, or addresses
     * @param chosen those of them that the walk took
     */
    public record Step(
            String group,
            String rule,
            @Nullable String line,
            int scopeLength,
            List<String> live,
            List<String> chosen) {}

    /**
     * What one node adds to the scope.
     *
     * @param group the node's name
     * @param rule its {@code choose}
     * @param length in bits
     */
    public record Depth(String group, String rule, int length) {}

    private final List<Step> steps = new ArrayList<>();
    private final List<Depth> depths = new ArrayList<>();

    void widen(PlanNode node, int length) {
        Depth depth = new Depth(node.name, node.rule, length);
        if (!depths.contains(depth)) {
            depths.add(depth);
        }
    }

    /** Every node that looks at the client and that the answer can have passed through; the longest is the scope. */
    public List<Depth> depths() {
        return List.copyOf(depths);
    }

    /** Notes a node of groups and the child positions that it took. */
    void inner(PoolPlan pool, PlanNode node, PlanState.Node live, int depth, int[] chosen) {
        steps.add(new Step(
                node.name, node.rule, node.line, depth, names(pool, node, live.live), names(pool, node, chosen)));
    }

    /** Notes a leaf and the addresses that it gave. */
    void leaf(PoolPlan pool, PlanNode node, PlanState.Node live, int depth, int[] chosen) {
        steps.add(
                new Step(node.name, node.rule, node.line, depth, addresses(pool, live.live), addresses(pool, chosen)));
    }

    /** Notes a node whose leaves were drawn from as one, and each leaf that gave some of the addresses. */
    void band(PoolPlan pool, PlanNode node, PlanState.Family state, int depth, int[] chosen) {
        Map<Integer, int[]> given = new LinkedHashMap<>();
        for (int position = 0; position < node.children.length; position++) {
            int[] live = state.nodes[node.children[position]].live;
            int[] own = Arrays.stream(chosen)
                    .filter(address -> Arrays.stream(live).anyMatch(other -> other == address))
                    .toArray();
            if (own.length > 0) {
                given.put(position, own);
            }
        }
        int[] positions = given.keySet().stream().mapToInt(Integer::intValue).toArray();
        inner(pool, node, state.nodes[indexOf(pool, node)], depth, positions);
        given.forEach((position, own) -> {
            int child = node.children[position];
            leaf(pool, pool.nodes[child], state.nodes[child], 0, own);
        });
    }

    private static int indexOf(PoolPlan pool, PlanNode node) {
        return Arrays.asList(pool.nodes).indexOf(node);
    }

    private static List<String> names(PoolPlan pool, PlanNode node, int[] positions) {
        return Arrays.stream(positions)
                .mapToObj(position -> pool.nodes[node.children[position]].name)
                .toList();
    }

    private static List<String> addresses(PoolPlan pool, int[] numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> pool.addresses().get(number).address().getHostAddress())
                .toList();
    }

    /** The nodes in the order of the walk. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }
}
