package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideWord;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a drain would leave too few. */
final class ShortfallTest {
    private static final String GROUPS = """
            pools:
              edge:
                check: web
                choose: failover
                groups:
                  - {name: strong, choose: random, members: [m1, m2, m3], up-at-least: 2}
                  - {name: weak, choose: random, members: [m4]}
            """;
    private static final String FLAT = """
            pools:
              edge: {check: web, choose: random, members: [m1, m2, 192.0.2.9], up-at-least: 2}
            """;
    private static final String ALL_SERVED = """
            pools:
              edge: {check: web, choose: random, members: [m1, m2]}
            """;

    private static List<Shortfall> drained(String policy, Set<String> down, String... members) {
        return after(TestPool.of(policy), down, Map.of(), members);
    }

    private static List<Shortfall> after(
            TestPool pool, Set<String> down, Map<PoolMember, MemberOverride> before, String... members) {
        pool.plan.override(before, 1);
        Map<PoolMember, MemberOverride> wanted = new HashMap<>(before);
        for (String member : members) {
            wanted.put(id(member), said(OverrideWord.DRAIN));
        }
        return pool.plan.shortfalls(pair -> new Verdict(!down.contains(pair.address()), false, 0), wanted);
    }

    private static PoolMember id(String member) {
        return new PoolMember("example.com.", "edge", member);
    }

    private static MemberOverride said(OverrideWord word) {
        return new MemberOverride(word, MemberOverride.NO_END, "alice", "", 1, false);
    }

    private static Shortfall short4(String group, int left, int of, int upAtLeast) {
        return new Shortfall("example.com.", "edge", group, left, of, upAtLeast, false);
    }

    private static Shortfall short6(String group, int left, int of, int upAtLeast) {
        return new Shortfall("example.com.", "edge", group, left, of, upAtLeast, true);
    }

    @Test
    void groupThatNeedsMoreThanOneIsMissed() {
        assertEquals(List.of(), drained(GROUPS, Set.of(), "m1"));
        assertEquals(
                List.of(short4("strong", 1, 3, 2), short6("strong", 1, 3, 2)), drained(GROUPS, Set.of(), "m1", "m2"));
    }

    @Test
    void groupThatNeedsOneHandsOver() {
        assertEquals(List.of(), drained(GROUPS, Set.of(), "m4"));
    }

    @Test
    void whatIsDownCounts() {
        assertEquals(
                List.of(short4("strong", 1, 3, 2)), drained(GROUPS, Set.of("192.0.2.3"), "m1"), "AAAA of m3 is up");
    }

    @Test
    void whatIsDownAlreadyIsNobodysLoss() {
        assertEquals(List.of(), drained(GROUPS, Set.of("192.0.2.1", "2001:db8:0:0:0:0:0:1"), "m1"));
    }

    @Test
    void poolThatIsBelowItsMinimumLosesNoMore() {
        assertEquals(
                List.of(short4("strong", 0, 3, 2), short6("strong", 1, 3, 2)),
                drained(GROUPS, Set.of("192.0.2.2", "192.0.2.3", "2001:db8:0:0:0:0:0:2"), "m1"));
    }

    @Test
    void poolItselfIsMissedWithAllItsGroups() {
        assertEquals(
                List.of(
                        short4("edge", 0, 4, 1),
                        short4("strong", 0, 3, 2),
                        short6("edge", 0, 4, 1),
                        short6("strong", 0, 3, 2)),
                drained(GROUPS, Set.of(), "m1", "m2", "m3", "m4"));
    }

    @Test
    void familiesAreJudgedApart() {
        assertEquals(List.of(short6("edge", 1, 2, 2)), drained(FLAT, Set.of(), "m1"));
    }

    @Test
    void wordsBeforeCount() {
        assertEquals(
                List.of(short4("edge", 1, 3, 2), short6("edge", 0, 2, 2)),
                after(TestPool.of(FLAT), Set.of(), Map.of(id("m2"), said(OverrideWord.DRAIN)), "m1"));
        assertEquals(
                List.of(),
                after(
                        TestPool.of(FLAT),
                        Set.of("192.0.2.2", "2001:db8:0:0:0:0:0:2"),
                        Map.of(id("m2"), said(OverrideWord.FORCE_UP)),
                        "192.0.2.9"));
    }

    @Test
    void whereAllIsDownAndServedTheLastToBeServedIsMissed() {
        Set<String> all = Set.of("192.0.2.1", "192.0.2.2", "2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2");
        assertEquals(List.of(), drained(ALL_SERVED, all, "m1"));
        assertEquals(List.of(short4("edge", 0, 2, 1), short6("edge", 0, 2, 1)), drained(ALL_SERVED, all, "m1", "m2"));
    }

    @Test
    void aShareIsOfAllMembersDrainedOnesToo() {
        String half = FLAT.replace("up-at-least: 2", "up-at-least: 50%");
        assertEquals(List.of(), drained(half, Set.of(), "m1"));
        assertEquals(List.of(short4("edge", 1, 3, 2), short6("edge", 0, 2, 1)), drained(half, Set.of(), "m1", "m2"));
    }

    /** Panic serves what is down; it does not make what a group needs. */
    @Test
    void panicMakesNobodyUp() {
        String panic = GROUPS.replace("choose: failover", "choose: failover\n    panic: 100%");
        assertEquals(
                List.of(short4("strong", 1, 3, 2), short6("strong", 1, 3, 2)), drained(panic, Set.of(), "m1", "m2"));
        assertEquals(List.of(short4("strong", 1, 3, 2)), drained(panic, Set.of("192.0.2.3"), "m1"));
    }

    @Test
    void whatComesBackIsNoLoss() {
        assertEquals(
                List.of(),
                TestPool.of(FLAT).plan.shortfalls(_ -> Verdict.INITIAL, Map.of(id("m1"), said(OverrideWord.FORCE_UP))));
    }
}
