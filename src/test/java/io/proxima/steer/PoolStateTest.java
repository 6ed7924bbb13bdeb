package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.proxima.health.Verdict;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What of a pool is live: thresholds, families, and what comes when all is down. */
class PoolStateTest {
    private static final String TWO_GROUPS = """
            pools:
              edge:
                check: web
                choose: failover
                groups:
                  - {up-at-least: 2, choose: all, members: [192.0.2.1, 192.0.2.2, "2001:db8::1"]}
                  - {choose: all, members: [192.0.2.3]}
                all-down: %s
            """;

    @Test
    void aGroupWithTooFewUpHandsOver() {
        TestPool pool = TestPool.of(TWO_GROUPS.formatted("empty"));
        assertEquals(Set.of("192.0.2.1", "192.0.2.2"), Set.copyOf(pool.answer(0)));
        pool.down("192.0.2.1");
        assertEquals(List.of("192.0.2.3"), pool.answer(0));
        pool.down("192.0.2.3");
        assertEquals(2, pool.answer(0).size());
    }

    /** Who stands in two groups is still one server: that it is up alone is not two members up. */
    @Test
    void aMemberInTwoGroupsCountsOnce() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    check: web
                    choose: failover
                    groups:
                      - up-at-least: 2
                        choose: all
                        groups:
                          - {up-at-least: 1, choose: all, members: [m1, m2]}
                          - {up-at-least: 1, choose: all, members: [m1, m3]}
                      - {choose: all, members: [192.0.2.9, "2001:db8::9"]}
                """);
        pool.down("192.0.2.2", "192.0.2.3");
        assertEquals(List.of("192.0.2.9"), pool.answer(0));
        assertEquals(3, pool.answer6(0).size());
        pool.down("192.0.2.2");
        assertEquals(Set.of("192.0.2.1", "192.0.2.3"), Set.copyOf(pool.answer(0)));
    }

    @Test
    void allDownIsAnsweredAsThePolicySays() {
        for (String kind : List.of("empty", "refuse", "serve-all")) {
            TestPool pool = TestPool.of(TWO_GROUPS.formatted(kind));
            pool.down("192.0.2.1", "192.0.2.3");
            assertTrue(pool.plan.state().allDown(false));
            switch (kind) {
                case "empty" -> assertEquals(PlanState.Outcome.NODATA, pool.outcome(false));
                case "refuse" -> assertEquals(PlanState.Outcome.SERVFAIL, pool.outcome(false));
                default -> assertEquals(Set.of("192.0.2.1", "192.0.2.2"), Set.copyOf(pool.answer(0)));
            }
        }
    }

    @Test
    void anotherPoolAnswersWhenAllIsDown() {
        TestPool pool = TestPool.of("""
                pools:
                  edge: {check: web, choose: all, members: [192.0.2.1], all-down: {pool: spare}}
                  spare: {choose: all, members: [192.0.2.9]}
                """);
        TestPool spare = TestPool.of("pools: {edge: {check: web, choose: all, members: [192.0.2.9]}}");
        pool.plan.setOther(spare.plan);
        Walk walk = new Walk(new Draw(1));
        walk.prepare(8, 8);
        walk.select(pool.plan, false, 0, null);
        assertEquals(pool.plan, walk.plan());
        pool.down("192.0.2.1");
        assertEquals(PlanState.Outcome.ADDRESSES, walk.select(pool.plan, false, 0, null));
        assertEquals(spare.plan, walk.plan());
        assertEquals(PlanState.Outcome.NODATA, walk.select(pool.plan, true, 0, null));
    }

    /** Down in one family says nothing of the other; a family that no member has is NODATA, not all down. */
    @Test
    void familiesAreJudgedApart() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    check: web
                    choose: failover
                    groups:
                      - {choose: all, members: [192.0.2.1, "2001:db8::1"]}
                      - {choose: all, members: [192.0.2.2]}
                    all-down: refuse
                """);
        pool.down("192.0.2.1");
        assertEquals(List.of("192.0.2.2"), pool.answer(0));
        assertEquals(List.of("2001:db8:0:0:0:0:0:1"), pool.answer6(0));
        pool.down("2001:db8:0:0:0:0:0:1");
        assertEquals(List.of("192.0.2.1"), pool.answer(0));
        assertEquals(PlanState.Outcome.SERVFAIL, pool.outcome(true));

        TestPool ipv4 = TestPool.of("pools: {edge: {choose: all, members: [192.0.2.1], all-down: refuse}}");
        assertEquals(PlanState.Outcome.NODATA, ipv4.outcome(true));
        assertFalse(ipv4.plan.state().allDown(true));
    }

    @Test
    void anAddressInTwoGroupsComesOnce() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    choose: all
                    groups:
                      - {choose: all, members: [192.0.2.1, 192.0.2.2]}
                      - {choose: all, members: [192.0.2.1, 192.0.2.3]}
                """);
        for (int i = 0; i < 20; i++) {
            List<String> answer = pool.answer(0);
            assertEquals(3, answer.size());
            assertEquals(3, Set.copyOf(answer).size());
        }
    }

    @Test
    void failoverGivesOneMember() {
        TestPool pool = TestPool.of("pools: {edge: {check: web, choose: failover, members: [192.0.2.1, 192.0.2.2]}}");
        assertEquals(List.of("192.0.2.1"), pool.answer(3));
        pool.down("192.0.2.1");
        assertEquals(List.of("192.0.2.2"), pool.answer(3));
    }

    /** Every rule at once, both families, with answers limited and not. */
    @Test
    void selectingAllocatesNothing() {
        TestPool pool = TestPool.of("""
                sites:
                  shanghai: {at: [31.23, 121.47]}
                  frankfurt: {at: [50.11, 8.68]}
                pools:
                  edge:
                    check: web
                    choose: all
                    groups:
                      - {choose: weighted, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
                      - {choose: random, members: [192.0.2.4, 192.0.2.5, "2001:db8::1", "2001:db8::2"]}
                      - {choose: random, slow-start: 1h, members: [192.0.2.13, 192.0.2.14, "2001:db8::2"]}
                      - {choose: round-robin, slow-start: 1h, members: [192.0.2.13, 192.0.2.14, "2001:db8::2"]}
                      - {choose: weighted, panic: 90%, members: [192.0.2.1, 192.0.2.15]}
                      - choose: line
                        groups:
                          - {line: CN, choose: failover, members: [192.0.2.6]}
                          - {line: default, choose: round-robin, members: [192.0.2.6, 192.0.2.7]}
                      - {choose: consistent-hash, members: [192.0.2.1, 192.0.2.2, "2001:db8::1", "2001:db8::2"]}
                      - choose: consistent-hash
                        key: line
                        groups:
                          - {choose: consistent-hash, key: {ipv4: 7, ipv6: 99}, members: [192.0.2.10, 192.0.2.11]}
                          - {choose: all, members: [192.0.2.12]}
                      - choose: nearest
                        groups:
                          - {site: shanghai, choose: all, members: [192.0.2.1, 192.0.2.8]}
                          - {site: frankfurt, choose: all, members: [192.0.2.9]}
                """);
        pool.plan.refresh(
                pair -> new Verdict(
                        !pair.address().equals("192.0.2.15"),
                        false,
                        pair.address().equals("192.0.2.13") ? 1 : 0),
                1);
        assertEquals(36_001, pool.plan.state().nextStepMillis(), "something is in a slow start");
        Walk walk = new Walk(new Draw(1));
        walk.prepare(64, pool.plan.widest());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        // The first rounds warm the compiler up.
        for (int round = 0; round < 50 && allocated > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                walk.client((i & 1) == 0, i * 0x9e3779b97f4a7c15L, 0);
                walk.select(pool.plan, (i & 2) == 0, i % 5, null);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertEquals(0, allocated);
        walk.select(pool.plan, false, 0, null); // whole: a limited answer may be full before it comes to the panic
        assertTrue(walk.panicked());
        assertEquals(pool.plan, Objects.requireNonNull(walk.plan()));
    }
}
