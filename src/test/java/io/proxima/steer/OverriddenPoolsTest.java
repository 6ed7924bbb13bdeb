package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.Geography;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.net.Prefix;
import io.proxima.policy.AllDown;
import io.proxima.policy.Member;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Pools made up by chance, of whose members operators say things. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverriddenPoolsTest {
    private static final int POOLS = 3_000;

    private Geography geography = Geography.empty();

    @BeforeAll
    void compileNetworks(@TempDir Path folder) {
        geography = TestNetworks.USUAL.geography(folder);
    }

    @Test
    void answersAreThoseThatTheWordsAllow() {
        Map<PlanState.Outcome, Integer> outcomes = new HashMap<>();
        for (int seed = 0; seed < POOLS; seed++) {
            Random random = new Random(seed);
            RandomPool made = new RandomPool(seed, seed % 3 > 0).overridden(random);
            CompiledPool compiled = new CompiledPool(made, geography, 1);
            boolean ipv6 = random.nextBoolean();
            int answers = random.nextInt(4);
            NaivePool naive = NaivePool.of(made, ipv6, answers);
            Prefix client = TestNetworks.USUAL.client(random);
            String at = "seed " + seed + ", client " + client + ", answers " + answers + ", ipv6 " + ipv6;
            PlanState.Outcome outcome = compiled.select(client, ipv6, answers);
            outcomes.merge(outcome, 1, Integer::sum);
            assertEquals(naive.outcome(), outcome, at);
            if (outcome == PlanState.Outcome.ADDRESSES) {
                assertEquals(naive.scope(client), compiled.walk.scopeLength(), at);
                Set<Set<InetAddress>> allowed = naive.sets(client).keySet();
                for (int draw = 0; draw < 8; draw++) {
                    compiled.select(client, ipv6, answers);
                    Set<InetAddress> set = new HashSet<>(compiled.selected());
                    assertTrue(allowed.contains(set), () -> at + ": " + set + " not of " + allowed);
                }
            }
        }
        assertTrue(
                outcomes.size() == 3 && outcomes.values().stream().allMatch(count -> count > 100), outcomes::toString);
    }

    /**
     * A client of a consistent hash, and every other, goes where it would go if the member were down. But where so few are up
     * that all serve: who is drained does not, and is none of those whose share it is.
     */
    @Test
    void drainedMemberIsMissedLikeOneThatIsDown() {
        int compared = 0;
        for (int seed = 0; seed < POOLS; seed++) {
            Random random = new Random(seed);
            RandomPool drained = new RandomPool(seed, false);
            RandomPool down = new RandomPool(seed, false);
            if (drained.pool.allDown() instanceof AllDown.ServeAll || drained.panics()) {
                continue;
            }
            int number = random.nextInt(drained.members().size());
            drained.say(
                    drained.members().get(number), random.nextBoolean() ? OverrideWord.DRAIN : OverrideWord.FORCE_DOWN);
            Member member = down.members().get(number);
            List.of("web", "tcp")
                    .forEach(check -> Objects.requireNonNull(down.addressesOf.get(member))
                            .forEach(address ->
                                    down.down.add(new Pair("example.com./" + check, address.getHostAddress()))));
            CompiledPool first = new CompiledPool(drained, geography, seed);
            CompiledPool second = new CompiledPool(down, geography, seed);
            if (second.plan.addresses().stream()
                    .anyMatch(address -> address.member().equals(member.key()) && address.pair() == null)) {
                continue; // nothing probes it, so it cannot be down
            }
            for (int i = 0; i < 20; i++) {
                Prefix client = TestNetworks.USUAL.client(random);
                assertEquals(second.select(client, false, 2), first.select(client, false, 2), "seed " + seed);
                assertEquals(second.selected(), first.selected(), "seed " + seed);
                assertEquals(second.walk.scopeLength(), first.walk.scopeLength(), "seed " + seed);
                compared++;
            }
        }
        assertTrue(compared > 5_000, "only " + compared);
    }
}
