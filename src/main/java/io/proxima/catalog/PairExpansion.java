package io.proxima.catalog;

import io.proxima.health.Formula;
import io.proxima.health.Pair;
import io.proxima.policy.Check;
import io.proxima.policy.CombinedCheck;
import io.proxima.policy.Policy;
import io.proxima.policy.PoolRef;
import io.proxima.steer.PlanAddress;
import io.proxima.steer.PoolCompiler;
import io.proxima.steer.PoolPlan;
import io.proxima.wire.Name;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** What the pairs of compiled pools come to: those to be probed, and how the others follow from them. */
final class PairExpansion {
    private record Declared(CombinedCheck check, Policy policy) {}

    private record Due(Pair pair, boolean ipv6) {}

    private final Map<String, Check> checks = new HashMap<>();
    private final Map<String, Declared> combined = new HashMap<>();
    private final Function<PoolRef, PoolPlan> planOf;
    private final Map<Pair, Check> probed = new LinkedHashMap<>();
    private final Map<Pair, Formula> derived = new LinkedHashMap<>();
    private final Map<Pair, DerivedPairs.Watched> watched = new LinkedHashMap<>();

    /**
     * @param planOf the plan of a pool that is watched, compiled for that where no name is steered by it
     */
    PairExpansion(Collection<Policy> policies, Function<PoolRef, PoolPlan> planOf) {
        for (Policy policy : policies) {
            policy.checks().forEach((name, check) -> checks.put(PoolCompiler.checkName(policy, name), check));
            policy.combined()
                    .forEach((name, check) ->
                            combined.put(PoolCompiler.checkName(policy, name), new Declared(check, policy)));
        }
        this.planOf = planOf;
    }

    /** Takes the pairs of a pool's addresses, and all that they follow from. */
    void add(PoolPlan pool) {
        Deque<Due> due = new ArrayDeque<>();
        for (PlanAddress address : pool.addresses()) {
            if (address.pair() != null) {
                due.add(new Due(address.pair(), address.ipv6()));
            }
        }
        for (Due next = due.poll(); next != null; next = due.poll()) {
            Pair pair = next.pair();
            Check check = checks.get(pair.check());
            if (check != null) {
                probed.put(pair, check);
            } else if (!derived.containsKey(pair)) {
                boolean ipv6 = next.ipv6();
                Formula formula = formula(Objects.requireNonNull(combined.get(pair.check())), pair.address(), ipv6);
                derived.put(pair, formula);
                formula.parts().stream()
                        .filter(part -> !watched.containsKey(part))
                        .forEach(part -> due.add(new Due(part, ipv6)));
            }
        }
    }

    private Formula formula(Declared declared, String address, boolean ipv6) {
        Policy policy = declared.policy();
        return switch (declared.check().formula()) {
            case CombinedCheck.Formula.AtLeast(int least, List<String> names) ->
                new Formula.AtLeast(
                        least,
                        names.stream().map(name -> pair(policy, name, address)).toList());
            case CombinedCheck.Formula.Not(String name) -> new Formula.Not(pair(policy, name, address));
            case CombinedCheck.Formula.PoolUp(PoolRef pool) -> new Formula.AtLeast(1, List.of(watch(pool, ipv6)));
        };
    }

    private static Pair pair(Policy policy, String check, String address) {
        return new Pair(PoolCompiler.checkName(policy, check), address);
    }

    private Pair watch(PoolRef ref, boolean ipv6) {
        Pair pair = poolPair(ref.zone(), ref.pool(), ipv6);
        watched.computeIfAbsent(pair, _ -> new DerivedPairs.Watched(planOf.apply(ref), ipv6));
        return pair;
    }

    /** What a watched pool is known by: no check has a blank in its name. */
    private static Pair poolPair(Name zone, String pool, boolean ipv6) {
        return new Pair("pool " + zone + "/" + pool, ipv6 ? "AAAA" : "A");
    }

    /** What is to be probed. */
    Map<Pair, Check> probed() {
        return probed;
    }

    /** What is derived. */
    DerivedPairs derived() {
        return new DerivedPairs(derived, watched);
    }
}
