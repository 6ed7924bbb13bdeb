package io.proxima.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.answer.TestServer;
import io.proxima.health.HealthBook;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Replica;
import io.proxima.health.Verdict;
import io.proxima.steer.PlanState;
import io.proxima.steer.PoolPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is supposed of pools is what becomes of them, with all that follows through other pools, once it is so. */
class SuppositionTest {
    private static final long NOW_MILLIS = 1_800_000_000_000L;
    private static final String ZONE = """
            $TTL 60
            @     IN SOA ns1 hostmaster 1 3600 600 604800 30
            @     IN NS  ns1
            ns1   IN A   192.0.2.250
            www   IN A   192.0.2.1
            data  IN A   192.0.2.11
            spare IN A   192.0.2.21
            a     IN A   192.0.2.1
            b     IN A   192.0.2.2
            d1    IN A   192.0.2.11
            d2    IN A   192.0.2.12
            s     IN A   192.0.2.21
            """;
    private static final String POLICY = """
            checks:
              web: {kind: tcp, port: 80}
              sql: {kind: tcp, port: 5432}
              backend: {pool: db}
              front: {all-of: [web, backend]}
            pools:
              edge: {check: front, choose: weighted, members: [a, b], all-down: {pool: last}}
              db: {check: sql, choose: failover, members: [d1, d2], all-down: empty}
              last: {choose: all, members: [s]}
            names:
              www: {pool: edge}
              data: {pool: db}
              spare: {pool: last}
            """;

    private static Catalog catalog() {
        return TestServer.of(Map.of("example.com.", ZONE), Map.of("example.com.", POLICY))
                .catalog();
    }

    private static PoolPlan pool(Catalog catalog, String name) {
        return catalog.pools().stream()
                .filter(plan -> plan.name().equals("example.com./" + name))
                .findFirst()
                .orElseThrow();
    }

    private static MemberOverride down() {
        return new MemberOverride(OverrideWord.FORCE_DOWN, MemberOverride.NO_END, "test", "", NOW_MILLIS, false);
    }

    @Test
    void aLossIsFollowedThroughThePoolsThatWatchAndNothingServedLearnsOfIt() {
        Catalog catalog = catalog();
        Map<PoolMember, MemberOverride> lost = Map.of(
                new PoolMember("example.com.", "db", "d1"), down(), new PoolMember("example.com.", "db", "d2"), down());
        Supposition supposed = new Supposition(catalog, Map.of(), lost, NOW_MILLIS);
        PoolPlan edge = pool(catalog, "edge");
        assertEquals(PlanState.Outcome.OTHER, supposed.plan(edge).state().outcome(false));
        PoolPlan last = Objects.requireNonNull(supposed.plan(edge).other());
        assertEquals(supposed.plan(pool(catalog, "last")), last, "its own, not the one that serves");
        assertEquals(
                PlanState.Outcome.NODATA,
                supposed.plan(pool(catalog, "db")).state().outcome(false));
        assertEquals(PlanState.Outcome.ADDRESSES, edge.state().outcome(false));
        assertTrue(catalog.pools().stream().allMatch(plan -> plan.verdict(false).up()));
        assertFalse(supposed.plan(edge) == edge);
        assertThrows(NullPointerException.class, () -> supposed.plan(pool(catalog(), "edge")));
    }

    /** The live side is settled as the replica's writer thread does it. */
    @Test
    void whatIsSupposedIsWhatBecomesOfThem() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            Catalog live = catalog();
            HealthBook book = new HealthBook(new Replica("ns1", ""), 1, 1, Duration.ofSeconds(5));
            Map<Pair, Verdict> known = new HashMap<>();
            live.checks().keySet().forEach(pair -> known.put(pair, new Verdict(random.nextInt(4) > 0, false, 1)));
            book.restore(known);
            Map<PoolMember, MemberOverride> words = new HashMap<>();
            live.pools().stream()
                    .flatMap(plan -> plan.members().stream())
                    .sorted()
                    .forEach(member -> {
                        if (random.nextInt(4) == 0) {
                            words.put(member, down());
                        }
                    });
            Catalog other = catalog();
            Supposition supposed = new Supposition(other, known, words, NOW_MILLIS);

            book.configure(live.quorums(), live.derived().derivations());
            live.override(words, book::verdict, NOW_MILLIS);
            live.applyAll(book::verdict, NOW_MILLIS);
            live.settle(Map.of(), book::verdict, (pairs, state) -> book.derive(pairs, state, NOW_MILLIS), NOW_MILLIS);

            List<String> expected = new ArrayList<>();
            List<String> found = new ArrayList<>();
            for (String name : List.of("edge", "db", "last")) {
                expected.add(name + stateOf(pool(live, name)));
                found.add(name + stateOf(supposed.plan(pool(other, name))));
            }
            assertEquals(expected, found, () -> "verdicts " + known + " words " + words.keySet());
            // Told what followed, as a running replica tells it, it supposes the same.
            Supposition again = new Supposition(live, book.verdicts(), words, NOW_MILLIS);
            assertEquals(expected.getFirst(), "edge" + stateOf(again.plan(pool(live, "edge"))));
        }
    }

    private static String stateOf(PoolPlan plan) {
        PlanState state = plan.state();
        return " " + state.outcome(false) + " " + plan.verdict(false).up() + " "
                + state.verdicts().stream().map(Verdict::up).toList();
    }
}
