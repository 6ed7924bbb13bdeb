package io.proxima.steer;

import java.util.ArrayList;
import java.util.List;
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

    void add(Step step) {
        steps.add(step);
    }

    /** The nodes in the order of the walk. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }
}
