package io.proxima.policy;

import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Combined checks that depend on themselves, through others or through pools that they watch.
 *
 * <p>A pool depends on the checks of its members, whatever groups they stand in; where it hands over when all is down does
 * not matter to whether it is up.
 */
public final class CheckCircles {
    /** A combined check or a pool, and where it stands. */
    private record Node(Name zone, boolean pool, String name) {}

    private final Map<Name, Policy> policies;
    private final Findings findings;
    private final Set<Node> done = new HashSet<>();

    private CheckCircles(Collection<Policy> policies, Findings findings) {
        this.policies = policies.stream().collect(Collectors.toMap(Policy::zone, policy -> policy));
        this.findings = findings;
    }

    /** Reports each circle within these policies once, at the combined check in it that stands first. */
    public static void report(Collection<Policy> policies, Findings findings) {
        CheckCircles circles = new CheckCircles(policies, findings);
        for (Policy policy : policies) {
            policy.combined().keySet().forEach(check -> circles.follow(new Node(policy.zone(), false, check)));
        }
    }

    /** Goes down every way from a node, depth first; what leads back to the way itself is a circle. */
    private void follow(Node start) {
        List<Node> way = new ArrayList<>();
        Deque<Iterator<Node>> left = new ArrayDeque<>();
        Map<Node, Integer> at = new HashMap<>();
        enter(start, way, left, at);
        while (!left.isEmpty()) {
            Iterator<Node> next = left.element();
            if (!next.hasNext()) {
                left.pop();
                Node ended = way.removeLast();
                at.remove(ended);
                done.add(ended);
                continue;
            }
            Node node = next.next();
            Integer before = at.get(node);
            if (before != null) {
                report(way.subList(before, way.size()));
            } else {
                enter(node, way, left, at);
            }
        }
    }

    private void enter(Node node, List<Node> way, Deque<Iterator<Node>> left, Map<Node, Integer> at) {
        if (!done.contains(node)) {
            at.put(node, way.size());
            way.add(node);
            left.push(dependencies(node).iterator());
        }
    }

    private void report(List<Node> circle) {
        boolean acrossZones = circle.stream().map(Node::zone).distinct().count() > 1;
        int first = 0;
        while (circle.get(first).pool()) { // pools depend on one another only through a check that watches
            first++;
        }
        List<Node> turned = new ArrayList<>(circle.subList(first, circle.size()));
        turned.addAll(circle.subList(0, first + 1));
        findings.error(
                place(circle.get(first)),
                "checks go in a circle: "
                        + turned.stream().map(node -> word(node, acrossZones)).collect(Collectors.joining(" -> ")),
                "one of them must not depend on the others");
    }

    private static String word(Node node, boolean withZone) {
        return (node.pool() ? "pool " : "check ") + node.name() + (withZone ? " of " + node.zone() : "");
    }

    private Place place(Node check) {
        return Objects.requireNonNull(policy(check).combined().get(check.name()))
                .place();
    }

    private Policy policy(Node node) {
        return Objects.requireNonNull(policies.get(node.zone()));
    }

    private Set<Node> dependencies(Node node) {
        Policy policy = policy(node);
        Set<String> checks = new LinkedHashSet<>();
        Set<Node> nodes = new LinkedHashSet<>();
        if (node.pool()) {
            Pool pool = Objects.requireNonNull(policy.pools().get(node.name()));
            checks.addAll(pool.checks());
        } else {
            CombinedCheck check = Objects.requireNonNull(policy.combined().get(node.name()));
            checks.addAll(check.checks());
            if (check.formula() instanceof CombinedCheck.Formula.PoolUp(PoolRef pool)
                    && policies.containsKey(pool.zone())
                    && Objects.requireNonNull(policies.get(pool.zone())).pools().containsKey(pool.pool())) {
                nodes.add(new Node(pool.zone(), true, pool.pool()));
            }
        }
        checks.stream()
                .filter(policy.combined()::containsKey)
                .forEach(check -> nodes.add(new Node(policy.zone(), false, check)));
        return nodes;
    }
}
