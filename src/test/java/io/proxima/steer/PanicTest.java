package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who serves while few are up: each row of the table that docs/steering.md publishes, and what it does not show. */
class PanicTest {
    private static final String SPARE = "192.0.2.99";

    record Row(boolean group, int up, String upAtLeast, String panic, String serves) {
        static Row of(String line) {
            String[] cells =
                    Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toArray(String[]::new);
            assertTrue(cells[1].endsWith(" of 10"), line);
            return new Row(
                    cells[0].equals("group"),
                    Integer.parseInt(cells[1].split(" ", -1)[0]),
                    cells[2],
                    cells[3],
                    cells[4]);
        }

        String ten() {
            return "choose: all, up-at-least: " + upAtLeast + (panic.equals("-") ? "" : ", panic: " + panic)
                    + ", members: " + members(1, 10);
        }
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("docs/steering.md")).stream()
                .filter(line -> line.matches("\\| (pool|group) \\|.*"))
                .map(Row::of);
    }

    private static List<String> members(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(i -> "192.0.2." + i).toList();
    }

    @Test
    void theTableIsThere() throws IOException {
        assertTrue(rows().count() > 15, "docs/steering.md lost its table");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void whoServesIsAsPublished(Row row) {
        String edge = row.group
                ? "{check: web, choose: failover, all-down: refuse, groups: [{" + row.ten()
                        + "}, {choose: all, members: [" + SPARE + "]}]}"
                : "{check: web, all-down: refuse, " + row.ten() + "}";
        TestPool pool = TestPool.of("pools: {edge: " + edge + "}");
        pool.down(members(row.up + 1, 10).toArray(String[]::new));
        if (row.serves.equals("all-down")) {
            assertEquals(PlanState.Outcome.SERVFAIL, pool.outcome(false));
            assertTrue(pool.plan.state().allDown(false));
            return;
        }
        Set<String> expected = Set.copyOf(
                switch (row.serves) {
                    case "those up" -> members(1, row.up);
                    case "all ten" -> members(1, 10);
                    case "the next group" -> List.of(SPARE);
                    default -> throw new IllegalArgumentException(row.serves);
                });
        assertEquals(expected, Set.copyOf(pool.answer(0)));
        assertEquals(row.serves.equals("all ten"), pool.panicked());
        assertFalse(pool.plan.state().allDown(false));
    }

    /** A pool that panics ignores all that its groups would do with their health. */
    @Test
    void aPoolInPanicServesEveryGroupBelow() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    check: web
                    choose: all
                    panic: 50%
                    groups:
                      - {choose: all, up-at-least: 2, members: [192.0.2.1, 192.0.2.2]}
                      - {choose: all, members: [192.0.2.3, 192.0.2.4, 192.0.2.5]}
                """);
        pool.down("192.0.2.1", "192.0.2.4", "192.0.2.5");
        assertEquals(Set.copyOf(members(1, 5)), Set.copyOf(pool.answer(0)));
        pool.down("192.0.2.1", "192.0.2.5");
        assertEquals(Set.of("192.0.2.3", "192.0.2.4"), Set.copyOf(pool.answer(0)), "three of five are enough");
    }

    /** A group's panic neither adds to what is up above it nor keeps another group from being judged by itself. */
    @Test
    void aGroupInPanicCountsForNoMoreThanIsUp() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    check: web
                    choose: failover
                    groups:
                      - choose: all
                        up-at-least: 4
                        groups:
                          - {choose: all, up-at-least: 1, panic: 60%, members: [192.0.2.1, 192.0.2.2, 192.0.2.3]}
                          - {choose: all, up-at-least: 1, members: [192.0.2.4, 192.0.2.5, 192.0.2.6]}
                      - {choose: all, members: [192.0.2.99]}
                """);
        pool.down("192.0.2.2", "192.0.2.3");
        assertEquals(Set.copyOf(members(1, 6)), Set.copyOf(pool.answer(0)), "one of three panics, four are up");
        pool.down("192.0.2.2", "192.0.2.3", "192.0.2.6");
        assertEquals(List.of(SPARE), pool.answer(0), "three are up, whoever serves in panic");
        assertFalse(pool.panicked(), "the answer did not come by the group that panics");
    }

    /** Shares are of the members of a family: who has no AAAA does not count there. */
    @Test
    void familiesAreJudgedApart() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    check: web
                    choose: all
                    panic: 50%
                    up-at-least: 40%
                    members: [m1, m2, 192.0.2.3, 192.0.2.4, 192.0.2.5]
                """);
        pool.down("192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8:0:0:0:0:0:1");
        assertEquals(Set.copyOf(members(1, 5)), Set.copyOf(pool.answer(0)), "two of five");
        assertEquals(List.of("2001:db8:0:0:0:0:0:2"), pool.answer6(0), "one of two");
        pool.down("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
        assertTrue(pool.plan.state().allDown(false), "one of five is below 40%, which is two");
    }

    @Test
    void aShareIsRoundedUp() {
        for (String row : List.of("1 34% 1", "2 34% 1", "3 34% 2", "3 33% 1", "7 50% 4", "10 100% 10", "10 0% 1")) {
            String[] cells = row.split(" ", -1);
            int members = Integer.parseInt(cells[0]);
            int needed = Integer.parseInt(cells[2]);
            TestPool pool = TestPool.of("pools: {edge: {check: web, choose: all, all-down: empty, up-at-least: "
                    + cells[1] + ", members: " + members(1, members) + "}}");
            pool.down(members(needed + 1, members).toArray(String[]::new));
            assertEquals(PlanState.Outcome.ADDRESSES, pool.outcome(false), row);
            pool.down(members(needed, members).toArray(String[]::new));
            assertEquals(PlanState.Outcome.NODATA, pool.outcome(false), row);
        }
    }

    @Test
    void aReportSaysThatItPanics() {
        TestPool pool =
                TestPool.of("pools: {edge: {check: web, choose: all, panic: 30%, members: " + members(1, 10) + "}}");
        pool.down(members(3, 10).toArray(String[]::new));
        PoolReport.Group root = java.util.Objects.requireNonNull(pool.report(0).root());
        assertEquals(List.of(2, 10, 30), List.of(root.membersUp(), root.ofMembers(), root.panicPercent()));
        assertEquals(
                Set.of(PoolReport.Fate.KEPT),
                root.members().stream().map(PoolReport.Address::fate).collect(Collectors.toSet()));
        pool.down(members(4, 10).toArray(String[]::new));
        assertEquals(0, java.util.Objects.requireNonNull(pool.report(0).root()).panicPercent());
    }
}
