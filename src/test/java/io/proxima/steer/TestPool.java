package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.geo.Geography;
import io.proxima.health.Verdict;
import io.proxima.net.Prefix;
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

/**
 * The pool {@code edge} of a policy in YAML, and one thread's walk over it. Members are address literals, or {@code m7} for
 * 192.0.2.7 and 2001:db8::7.
 */
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

    /** The pool over a geography, walked with a seed of one's own. */
    static TestPool of(String policy, Geography geography, long seed) {
        return compiled(policy, geography, new Ordinals(), new Walk(new Draw(seed)));
    }

    /** Compiles into what numbers and counters there already are. */
    static TestPool compiled(String policy, Ordinals ordinals, Walk walk) {
        return compiled(policy, Geography.empty(), ordinals, walk);
    }

    private static TestPool compiled(String policy, Geography geography, Ordinals ordinals, Walk walk) {
        Findings findings = new Findings();
        Policy read = PolicyReader.read("policy", CHECK + policy, Name.parse("example.com."), findings)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
        Pool pool = Objects.requireNonNull(read.pools().get("edge"));
        PoolPlan plan = new PoolCompiler(read, geography, ordinals, TestPool::addresses)
                .compile(0, pool, Objects.requireNonNull(pool.root()));
        walk.prepare(ordinals.size(), plan.widest());
        return new TestPool(plan, walk);
    }

    private static List<InetAddress> addresses(Member member) {
        return switch (member.source()) {
            case Member.Source.Literal(InetAddress address) -> List.of(address);
            case Member.Source.Owner _ -> {
                String number = member.key().substring(1);
                yield List.of(Prefix.address("192.0.2." + number), Prefix.address("2001:db8::" + number));
            }
        };
    }

    /** Takes the addresses that are down now; all others are up. */
    void down(String... addresses) {
        Set<String> down = Set.of(addresses);
        plan.refresh(pair -> new Verdict(!down.contains(pair.address()), false, 0), 0);
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

    /** The addresses of one answer to a client, in their order. */
    List<String> answerTo(Prefix client, boolean ipv6, int answers) {
        walk.client(client.ipv6(), client.high(), client.low());
        assertEquals(PlanState.Outcome.ADDRESSES, walk.select(plan, ipv6, answers, null));
        return selected();
    }

    /** The scope prefix length of the answer before. */
    int scope() {
        return walk.scopeLength();
    }

    /** Whether the answer before came by a group in panic. */
    boolean panicked() {
        return walk.panicked();
    }

    /** What could be answered for A. */
    PoolReport report(int answers) {
        return walk.report(plan, false, answers);
    }

    private List<String> selected() {
        return IntStream.range(0, walk.count())
                .mapToObj(
                        i -> plan.addresses().get(walk.selected()[i]).address().getHostAddress())
                .toList();
    }
}
