package io.proxima.steer;

import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** A pool made up by chance, compiled, and a thread's walk over it. */
final class CompiledPool {
    final PoolPlan plan;
    final Walk walk;

    CompiledPool(RandomPool pool, Geography geography, long seed) {
        Ordinals ordinals = new Ordinals();
        plan = new PoolCompiler(
                        pool.policy,
                        geography,
                        ordinals,
                        member -> Objects.requireNonNull(pool.addressesOf.get(member)))
                .compile(0, pool.pool, pool.root);
        plan.refresh(pool::verdict, RandomPool.NOW_MILLIS);
        walk = new Walk(new Draw(seed));
        walk.prepare(ordinals.size(), plan.widest());
    }

    PlanState.Outcome select(Prefix client, boolean ipv6, int answers) {
        walk.client(client.ipv6(), client.high(), client.low());
        return walk.select(plan, ipv6, answers, null);
    }

    List<InetAddress> selected() {
        return IntStream.range(0, walk.count())
                .mapToObj(i -> plan.addresses().get(walk.selected()[i]).address())
                .toList();
    }
}
