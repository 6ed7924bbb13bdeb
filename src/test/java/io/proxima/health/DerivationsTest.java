package io.proxima.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Derived verdicts: by truth table, against an evaluator that tries everything, in one pass, and from a start. */
class DerivationsTest {
    private static Verdict noPool(Pair pool) {
        throw new AssertionError("there is no pool " + pool);
    }

    private static <T> T of(Map<Pair, T> map, Pair pair) {
        return Objects.requireNonNull(map.get(pair));
    }

    private static Pair pair(String check) {
        return new Pair(check, "192.0.2.1");
    }

    private static Verdict verdict(char letter) {
        return new Verdict(Character.isUpperCase(letter), "Mm".indexOf(letter) >= 0, "Ss".indexOf(letter) >= 0, 0);
    }

    /** U up, D down (d in words); M and m moving, S and s stale, upper case up. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            # least, parts, up, moving, stale
            2, UU, true, false, false
            2, Ud, false, false, false
            2, dd, false, false, false
            1, Ud, true, false, false
            1, dd, false, false, false
            2, UUd, true, false, false
            2, Udd, false, false, false
            # what is moving matters where it could change the whole
            2, UM, true, true, false
            2, Um, false, true, false
            2, dM, false, false, false
            2, dm, false, false, false
            1, UM, true, false, false
            1, dM, true, true, false
            1, dm, false, true, false
            1, Mm, true, true, false
            2, UUM, true, false, false
            2, UdM, true, true, false
            2, Mdd, false, false, false
            2, mmd, false, true, false
            # as does what is stale
            2, US, true, false, true
            2, Us, false, false, true
            2, dS, false, false, false
            1, US, true, false, false
            1, sM, true, true, false
            1, dS, true, false, true
            2, SM, true, true, true
            """)
    void atLeast(int least, String parts, boolean up, boolean moving, boolean stale) {
        Map<Pair, Verdict> verdicts = new LinkedHashMap<>();
        parts.chars().forEach(letter -> verdicts.put(pair("c" + verdicts.size()), verdict((char) letter)));
        Formula formula = new Formula.AtLeast(least, List.copyOf(verdicts.keySet()));
        assertEquals(
                new Verdict(up, moving, stale, up ? 0 : 7),
                formula.verdict(Verdict.INITIAL, pair -> of(verdicts, pair), 7));
    }

    @ParameterizedTest
    @CsvSource({
        "U, false, false, false",
        "d, true, false, false",
        "M, false, true, false",
        "m, true, true, false",
        "S, false, false, true",
        "s, true, false, true"
    })
    void not(char part, boolean up, boolean moving, boolean stale) {
        Formula formula = new Formula.Not(pair("flag"));
        assertEquals(
                new Verdict(up, moving, stale, up ? 0 : 7), formula.verdict(Verdict.INITIAL, _ -> verdict(part), 7));
    }

    @Test
    void isHeldWhilePartsThatAreHeldDownCouldChangeIt() {
        Held first = new Held.Down(100);
        Held last = new Held.Down(200);
        Map<Pair, Verdict> verdicts = new HashMap<>(Map.of(
                pair("a"), new Verdict(false, false, false, 1, last),
                pair("b"), new Verdict(false, false, false, 1, first),
                pair("c"), new Verdict(true, false, 0)));
        List<Pair> parts = List.of(pair("a"), pair("b"), pair("c"));
        assertEquals(
                first,
                new Formula.AtLeast(3, parts)
                        .verdict(Verdict.INITIAL, pair -> of(verdicts, pair), 7)
                        .held());
        assertEquals(
                first,
                new Formula.AtLeast(2, parts)
                        .verdict(Verdict.INITIAL, pair -> of(verdicts, pair), 7)
                        .held());
        assertNull(new Formula.AtLeast(1, parts)
                .verdict(Verdict.INITIAL, pair -> of(verdicts, pair), 7)
                .held());
        verdicts.put(pair("c"), new Verdict(false, false, 1));
        assertNull(
                new Formula.AtLeast(3, parts)
                        .verdict(Verdict.INITIAL, pair -> of(verdicts, pair), 7)
                        .held(),
                "it stays down, whatever is held");
    }

    @Test
    void saysWhichPartsSpeakForIt() {
        Map<Pair, Verdict> verdicts = Map.of(pair("web"), verdict('U'), pair("api"), verdict('d'));
        Formula both = new Formula.AtLeast(2, List.of(pair("web"), pair("api")));
        assertEquals("api is down", both.why(false, pair -> of(verdicts, pair)));
        assertEquals("web is up", new Formula.AtLeast(1, both.parts()).why(true, pair -> of(verdicts, pair)));
        assertEquals("web is up", new Formula.Not(pair("web")).why(false, pair -> of(verdicts, pair)));
        assertEquals("api is down", new Formula.Not(pair("api")).why(true, pair -> of(verdicts, pair)));
    }

    /** Random formulas over leaves, one another and pools, changed at random, against {@link #naive}. */
    @Test
    void agreesWithTryingEverything() {
        int changes = 0;
        int movings = 0;
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            RandomGraph graph = new RandomGraph(random);
            Derivations derivations = new Derivations(graph.formulas, graph.pools);
            Map<Pair, Verdict> verdicts = new HashMap<>(graph.leaves);
            Map<Pair, Verdict> states = new HashMap<>();
            Set<Pair> changed = new LinkedHashSet<>();
            for (long now = 1; now < 12; now++) {
                Map<Pair, Verdict> before = new HashMap<>(verdicts);
                long at = now;
                Set<Pair> asked = new LinkedHashSet<>();
                Map<Pair, Verdict> news = derivations.follow(
                        changed,
                        verdicts,
                        pool -> {
                            assertTrue(asked.add(pool), "asked twice: " + pool);
                            Verdict state = graph.state(pool, verdicts);
                            states.put(pool, state);
                            return state;
                        },
                        at);
                for (Pair pair : graph.formulas.keySet()) {
                    Verdict expected = naive(graph, pair, verdicts, states);
                    Verdict found = verdicts.getOrDefault(pair, Verdict.INITIAL);
                    String where = "seed " + seed + ", " + now + ": " + pair + " of " + graph.formulas.get(pair);
                    assertEquals(expected.up(), found.up(), where);
                    assertEquals(expected.moving(), found.moving(), where);
                    assertEquals(expected.stale(), found.stale(), where);
                    Verdict was = before.getOrDefault(pair, Verdict.INITIAL);
                    assertEquals(!found.equals(was), news.containsKey(pair), where);
                    assertEquals(found.up() == was.up() ? was.changedAtMillis() : now, found.changedAtMillis(), where);
                    changes += found.up() == was.up() ? 0 : 1;
                    movings += found.moving() ? 1 : 0;
                }
                graph.pools.keySet().forEach(pool -> assertEquals(graph.state(pool, verdicts), states.get(pool)));
                changed = graph.change(verdicts);
            }
        }
        assertTrue(changes > 1_000 && movings > 1_000, changes + " changes, " + movings + " moving");
    }

    /** What is up by the formula; what could differ, by trying every way in which open parts may turn out. */
    private static Verdict naive(RandomGraph graph, Pair pair, Map<Pair, Verdict> verdicts, Map<Pair, Verdict> states) {
        Formula formula = of(graph.formulas, pair);
        List<Verdict> parts = formula.parts().stream()
                .map(part ->
                        graph.pools.containsKey(part) ? of(states, part) : verdicts.getOrDefault(part, Verdict.INITIAL))
                .toList();
        boolean up = naive(formula, parts.stream().map(Verdict::up).toList());
        return new Verdict(
                up, differs(formula, parts, Verdict::moving, up), differs(formula, parts, Verdict::stale, up), 0);
    }

    private static boolean naive(Formula formula, List<Boolean> up) {
        return switch (formula) {
            case Formula.Not _ -> !up.getFirst();
            case Formula.AtLeast several -> Collections.frequency(up, true) >= several.least();
        };
    }

    private static boolean differs(Formula formula, List<Verdict> parts, Function<Verdict, Boolean> open, boolean up) {
        return IntStream.range(0, 1 << parts.size())
                .anyMatch(flips -> naive(
                                formula,
                                IntStream.range(0, parts.size())
                                        .mapToObj(i -> (open.apply(parts.get(i)) && ((flips >> i) & 1) == 1)
                                                ? !parts.get(i).up()
                                                : parts.get(i).up())
                                        .toList())
                        != up);
    }

    /** Leaves, and formulas and pools that depend on what was made before them. */
    private static final class RandomGraph {
        final Random random;
        final Map<Pair, Verdict> leaves = new LinkedHashMap<>();
        final Map<Pair, Formula> formulas = new LinkedHashMap<>();
        final Map<Pair, List<Pair>> pools = new LinkedHashMap<>();

        RandomGraph(Random random) {
            this.random = random;
            List<Pair> made = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                leaves.put(pair("leaf" + i), random());
                made.add(pair("leaf" + i));
            }
            for (int i = 0; i < 10; i++) {
                Collections.shuffle(made, random);
                List<Pair> parts = List.copyOf(made.subList(0, 1 + random.nextInt(4)));
                Pair next = pair("made" + i);
                if (random.nextInt(4) == 0) {
                    List<Pair> members = parts.stream()
                            .filter(part -> !pools.containsKey(part))
                            .toList();
                    pools.put(next, members);
                } else if (random.nextInt(4) == 0) {
                    formulas.put(next, new Formula.Not(parts.getFirst()));
                } else {
                    formulas.put(next, new Formula.AtLeast(1 + random.nextInt(parts.size()), parts));
                }
                made.add(next);
            }
            // What comes last must not be worked out first only because it stands first.
            List<Pair> keys = new ArrayList<>(formulas.keySet());
            Collections.shuffle(keys, random);
            Map<Pair, Formula> shuffled = new LinkedHashMap<>();
            keys.forEach(key -> shuffled.put(key, of(formulas, key)));
            formulas.clear();
            formulas.putAll(shuffled);
        }

        private Verdict random() {
            return new Verdict(random.nextBoolean(), random.nextInt(4) == 0, false, 0);
        }

        /** Up while any of its members is: as good a pool as any. */
        Verdict state(Pair pool, Map<Pair, Verdict> verdicts) {
            List<Verdict> members = of(pools, pool).stream()
                    .map(member -> verdicts.getOrDefault(member, Verdict.INITIAL))
                    .toList();
            return new Verdict(
                    members.stream().anyMatch(Verdict::up), members.stream().anyMatch(Verdict::moving), 0);
        }

        Set<Pair> change(Map<Pair, Verdict> verdicts) {
            Set<Pair> changed = new LinkedHashSet<>();
            leaves.keySet().forEach(leaf -> {
                if (random.nextInt(3) == 0) {
                    verdicts.put(leaf, random());
                    changed.add(leaf);
                }
            });
            return changed;
        }
    }

    @Test
    void whatDependsOnItselfIsRefused() {
        Map<Pair, Formula> formulas = Map.of(
                pair("a"), new Formula.Not(pair("b")),
                pair("b"), new Formula.AtLeast(1, List.of(pair("pool"))));
        Derivations sound = new Derivations(formulas, Map.of(pair("pool"), List.of(pair("leaf"))));
        assertEquals(Set.of(pair("a"), pair("b")), sound.pairs());
        assertThrows(
                IllegalArgumentException.class,
                () -> new Derivations(formulas, Map.of(pair("pool"), List.of(pair("a")))));
    }

    private static HealthBook book() {
        return new HealthBook(new Replica("ns1", ""), 1, 1, Duration.ofSeconds(5));
    }

    private static void configure(HealthBook book) {
        book.configure(
                Map.of(pair("flag"), new Quorum(1, 1, 1, Set.of())),
                new Derivations(Map.of(pair("quiet"), new Formula.Not(pair("flag"))), Map.of()));
    }

    private static Map<Pair, Verdict> follow(HealthBook book, long nowMillis) {
        Map<Pair, Verdict> changed = book.changes(0, nowMillis).verdicts();
        return book.derive(changed.keySet(), DerivationsTest::noPool, nowMillis);
    }

    @Test
    void whatNobodyHasProbedYetTakesNothingDown() {
        HealthBook book = book();
        configure(book);
        follow(book, 1);
        assertTrue(book.verdict(pair("quiet")).up());
        assertTrue(book.verdict(pair("quiet")).stale());
        configure(book);
        follow(book, 2);
        assertTrue(book.verdict(pair("quiet")).up(), "an edit makes nobody probe");

        book.observed(pair("flag"), true, "200");
        assertEquals(Map.of(pair("quiet"), new Verdict(false, false, 3)), follow(book, 3));
        assertEquals("flag is up", book.why(pair("quiet")));
        assertEquals("", book.why(pair("flag")));
        book.observed(pair("flag"), false, "404");
        assertEquals(Map.of(pair("quiet"), new Verdict(true, false, 4)), follow(book, 4));
    }

    @Test
    void aSavedVerdictHoldsAfterAStart() {
        HealthBook book = book();
        book.restore(Map.of(pair("flag"), new Verdict(true, false, 5), pair("quiet"), new Verdict(false, false, 5)));
        configure(book);
        follow(book, 9);
        assertEquals(new Verdict(false, false, true, 5), book.verdict(pair("quiet")));
        assertEquals(Set.of(pair("flag"), pair("quiet")), book.verdicts().keySet());
    }

    @Test
    void whatIsNoLongerDerivedIsForgotten() {
        HealthBook book = book();
        configure(book);
        follow(book, 1);
        book.observed(pair("flag"), true, "200");
        follow(book, 2);
        assertFalse(book.verdict(pair("quiet")).up());
        book.configure(Map.of(pair("flag"), new Quorum(1, 1, 1, Set.of())));
        assertEquals(Verdict.INITIAL, book.verdict(pair("quiet")));
        assertTrue(book.verdict(pair("flag")).up());
    }
}
