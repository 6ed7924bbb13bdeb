package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoundRobinTest {
    private static final String THREE =
            "pools: {edge: {check: web, choose: round-robin, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}}";

    private static Map<String, Integer> counts(TestPool pool, int times, int answers) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i < times; i++) {
            pool.answer(answers).forEach(address -> counts.merge(address, 1, Integer::sum));
        }
        return counts;
    }

    @Test
    void eachComesInTurn() {
        TestPool pool = TestPool.of(THREE);
        List<String> round = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            round.addAll(pool.answer(0));
        }
        assertEquals(Set.of("192.0.2.1", "192.0.2.2", "192.0.2.3"), Set.copyOf(round));
        for (int i = 0; i < 30; i++) {
            assertEquals(List.of(round.get(i % 3)), pool.answer(0));
        }
    }

    @Test
    void severalAnswersTurnByOne() {
        TestPool pool = TestPool.of(THREE);
        assertEquals(Map.of("192.0.2.1", 200, "192.0.2.2", 200, "192.0.2.3", 200), counts(pool, 300, 2));
        List<String> first = pool.answer(2);
        assertEquals(first.getLast(), pool.answer(2).getFirst());
    }

    /** Resolvers ask for A and AAAA one right after the other: with one counter each would always get the same. */
    @Test
    void familiesTurnApart() {
        TestPool pool = TestPool.of("""
                pools: {edge: {choose: round-robin, members:
                  [192.0.2.1, 192.0.2.2, "2001:db8::1", "2001:db8::2"]}}
                """);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 2; i++) {
            seen.addAll(pool.answer(0));
            seen.addAll(pool.answer6(0));
        }
        assertEquals(4, seen.size());
    }

    @Test
    void groupsOfGroupsAreFair() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    choose: round-robin
                    groups:
                      - {choose: round-robin, members: [192.0.2.1, 192.0.2.2]}
                      - {choose: round-robin, members: [192.0.2.3, 192.0.2.4]}
                """);
        assertEquals(
                Map.of("192.0.2.1", 100, "192.0.2.2", 100, "192.0.2.3", 100, "192.0.2.4", 100), counts(pool, 400, 0));
    }

    /** A leaf's turn must not keep step with what is around it. */
    @Test
    void allIsFairToTheLastAddressOfALimitedAnswer() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    choose: all
                    groups:
                      - {choose: all, members: [192.0.2.1, 192.0.2.2]}
                      - {choose: all, members: [192.0.2.3, 192.0.2.4]}
                """);
        counts(pool, 10_000, 3).values().forEach(count -> assertEquals(7_500, count, 250));
    }

    @Test
    void theTurnGoesOnWhenAMemberFalls() {
        TestPool pool = TestPool.of(THREE);
        pool.answer(0);
        pool.down("192.0.2.2");
        assertEquals(Map.of("192.0.2.1", 100, "192.0.2.3", 100), counts(pool, 200, 0));
        pool.down();
        assertEquals(Map.of("192.0.2.1", 100, "192.0.2.2", 100, "192.0.2.3", 100), counts(pool, 300, 0));
    }

    /** The next catalog has other pools before this one, and still the turn goes on where it was. */
    @Test
    void theTurnSurvivesANewCatalog() {
        Ordinals ordinals = new Ordinals();
        Walk walk = new Walk(new Draw(5));
        TestPool before = TestPool.compiled(THREE, ordinals, walk);
        List<String> round = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            round.addAll(before.answer(0));
        }
        before.answer(0);
        ordinals.of("example.net./another");
        TestPool after = TestPool.compiled(THREE, ordinals, walk);
        assertEquals(List.of(round.get(1)), after.answer(0));
    }

    @Test
    void numbersStayWithTheirNames() {
        Ordinals ordinals = new Ordinals();
        assertEquals(0, ordinals.of("a"));
        assertEquals(1, ordinals.of("b"));
        assertEquals(0, ordinals.of("a"));
        assertEquals(2, ordinals.size());
    }

    @Test
    void threadsBeginAtDifferentTurns() {
        Set<String> first = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            first.addAll(TestPool.compiled(THREE, new Ordinals(), new Walk(new Draw(seed)))
                    .answer(0));
        }
        assertEquals(3, first.size());
    }

    @Test
    void flatAllTurnsTheWholeSet() {
        TestPool pool = TestPool.of("pools: {edge: {choose: all, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}}");
        List<String> first = pool.answer(0);
        List<String> turned = new ArrayList<>(first);
        Collections.rotate(turned, -1);
        assertEquals(turned, pool.answer(0));
        assertTrue(first.size() == 3);
    }
}
