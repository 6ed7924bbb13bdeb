package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.geo.Geography;
import io.proxima.health.Verdict;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.policy.PolicyReader;
import io.proxima.policy.Pool;
import io.proxima.source.Findings;
import io.proxima.wire.Name;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** The pool {@code edge} of a policy in YAML whose members are address literals, and one thread's walk over it. */
final class TestPool {
    private static final String CHECK = """
            checks:
              web: {kind: tcp, port: 80}
            """;

    final PoolPlan plan;
    private final Walk walk;

    private TestPool(PoolPlan plan, Walk walk) {
        this.plan = plan;
        this.walk = walk;
    }

    static TestPool of(String policy) {
        Ordinals ordinals = new Ordinals();
        return compiled(policy, ordinals, new Walk(new Draw(1)));
    }

    /** Compiles into what numbers and counters there already are. */
    static TestPool compiled(String policy, Ordinals ordinals, Walk walk) {
        Findings findings = new Findings();
        Policy read = PolicyReader.read("policy", CHECK + policy, Name.parse("example.com."), findings)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
        Pool pool = Objects.requireNonNull(read.pools().get("edge"));
        PoolPlan plan = new PoolCompiler(read, Geography.empty(), ordinals, TestPool::literal)
                .compile(0, pool, Objects.requireNonNull(pool.root()));
        walk.prepare(ordinals.size(), plan.widest());
        return new TestPool(plan, walk);
    }

    private static List<InetAddress> literal(Member member) {
        return List.of(((Member.Source.Literal) member.source()).address());
    }

    /** Takes the addresses that are down now; all others are up. */
    void down(String... addresses) {
        Set<String> down = Set.of(addresses);
        plan.refresh(pair -> new Verdict(!down.contains(pair.address()), false, 0));
    }

    PlanState.Outcome outcome(boolean ipv6) {
        return walk.select(plan, ipv6, 0, null);
    }

    /** The IPv4 addresses of one answer, in their order. */
    List<String> answer(int answers) {
        assertEquals(PlanState.Outcome.ADDRESSES, walk.select(plan, false, answers, null));
        return selected();
    }

    /** The IPv6 addresses of one answer, in their order. */
    List<String> answer6(int answers) {
        assertEquals(PlanState.Outcome.ADDRESSES, walk.select(plan, true, answers, null));
        return selected();
    }

    private List<String> selected() {
        return IntStream.range(0, walk.count())
                .mapToObj(
                        i -> plan.addresses().get(walk.selected()[i]).address().getHostAddress())
                .toList();
    }
}
