package io.proxima.catalog;

import io.proxima.health.HealthBook;
import io.proxima.health.MemberOverride;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Replica;
import io.proxima.health.Verdict;
import io.proxima.steer.PoolPlan;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A catalog's pools as they would be under verdicts and overrides that somebody supposes; what is served goes on as it is.
 *
 * <p>What follows from the verdicts, through combined checks and pools that are watched, follows here too. For one thread, and
 * for any catalog, in force or not.
 */
public final class Supposition {
    private final Map<PoolPlan, PoolPlan> plans = new LinkedHashMap<>();

    /**
     * @param verdicts what is known; a pair that is not among them is up, as before it was first probed
     * @param inForce what operators and schedules say
     * @param nowMillis as of when, on the wall clock
     */
    public Supposition(
            Catalog catalog, Map<Pair, Verdict> verdicts, Map<PoolMember, MemberOverride> inForce, long nowMillis) {
        HealthBook book = new HealthBook(new Replica("", ""), 1, 1, Duration.ofSeconds(1));
        book.restore(verdicts);
        book.configure(Map.of(), catalog.derived().derivations());
        catalog.pools().forEach(pool -> plans.put(pool, pool.apart()));
        plans.forEach((pool, apart) -> {
            PoolPlan other = pool.other();
            if (other != null) {
                apart.setOther(plan(other));
            }
            apart.override(inForce, nowMillis);
        });
        refresh(plans.values(), book, nowMillis);
        Map<Pair, Verdict> news = book.derive(
                Set.of(),
                pair -> {
                    DerivedPairs.Watched watched = catalog.derived().watched(pair);
                    PoolPlan apart = plan(watched.plan());
                    apart.refresh(book::verdict, nowMillis);
                    return apart.verdict(watched.ipv6());
                },
                nowMillis);
        if (!news.isEmpty()) {
            refresh(plans.values(), book, nowMillis);
        }
    }

    private static void refresh(Collection<PoolPlan> plans, HealthBook book, long nowMillis) {
        plans.forEach(plan -> plan.refresh(book::verdict, nowMillis));
    }

    /** What has become of a pool of the catalog. */
    public PoolPlan plan(PoolPlan pool) {
        return Objects.requireNonNull(plans.get(pool), "a pool of another catalog");
    }
}
