package io.proxima.catalog;

import io.proxima.policy.Check;
import io.proxima.policy.CombinedCheck;
import io.proxima.policy.Detection;
import io.proxima.policy.Policy;
import io.proxima.policy.Pool;
import io.proxima.policy.PoolRef;
import io.proxima.wire.Name;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How long a failure of a pool's members goes unnoticed at most: by its slowest check, through pools that are watched. */
final class DetectionBounds {
    private record Named(Policy policy, String check) {}

    private final Map<Name, Policy> policies;
    private final IdentityHashMap<Pool, Optional<Detection>> known = new IdentityHashMap<>();

    DetectionBounds(Release release) {
        this.policies = release.policies().stream().collect(Collectors.toMap(Policy::zone, policy -> policy));
    }

    /** The bounds for a pool of a policy; empty where nothing is probed. */
    Optional<Detection> of(Policy policy, Pool pool) {
        return known.computeIfAbsent(pool, _ -> Optional.ofNullable(slowest(policy, pool)));
    }

    private @Nullable Detection slowest(Policy policy, Pool pool) {
        Detection slowest = null;
        Set<Named> seen = new HashSet<>();
        Deque<Named> due = new ArrayDeque<>();
        pool.checks().forEach(check -> due.add(new Named(policy, check)));
        for (Named next = due.poll(); next != null; next = due.poll()) {
            if (!seen.add(next)) {
                continue;
            }
            Check check = next.policy().checks().get(next.check());
            if (check != null) {
                Detection bounds = Detection.of(check);
                slowest = slowest == null ? bounds : slowest.or(bounds);
                continue;
            }
            Policy own = next.policy();
            CombinedCheck combined = own.combined().get(next.check());
            if (combined != null) {
                combined.checks().forEach(part -> due.add(new Named(own, part)));
                watched(combined)
                        .ifPresent(other ->
                                other.pool().checks().forEach(part -> due.add(new Named(other.policy(), part))));
            }
        }
        return slowest;
    }

    private record Watched(Policy policy, Pool pool) {}

    private Optional<Watched> watched(CombinedCheck check) {
        return check.formula() instanceof CombinedCheck.Formula.PoolUp(PoolRef ref)
                ? Optional.ofNullable(policies.get(ref.zone()))
                        .flatMap(policy -> Optional.ofNullable(policy.pools().get(ref.pool()))
                                .map(pool -> new Watched(policy, pool)))
                : Optional.empty();
    }
}
