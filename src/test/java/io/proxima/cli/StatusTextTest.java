package io.proxima.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.control.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A status as people read it, line by line. */
class StatusTextTest {
    private static final String CHECK = "example.com./web";
    private static final Status.Family UP = new Status.Family("addresses", false);
    private static final Status.Family NONE = new Status.Family("nodata", false);
    private static final Status.Count ABSENT = new Status.Count(0, 0);
    private static final Status.Replica NS1 = new Status.Replica("ns1", "shanghai", 7, "2027-01-15T08:00:00Z", 7_380);

    private static final Status.Address DOWN = new Status.Address(
            "192.0.2.1",
            CHECK,
            false,
            false,
            false,
            "2027-01-15T08:00:11Z",
            12L,
            "Connection refused",
            "held down until 2027-01-15T08:00:41Z",
            3_140L,
            0,
            1,
            List.of(
                    new Status.Vote("ns1", "down", false, "Connection refused"),
                    new Status.Vote("ns2", "down", false, "status\u001b[2J503"),
                    new Status.Vote("ns3", "none", true, null)));
    private static final Status.Address FINE = new Status.Address(
            "2001:db8::1", CHECK, true, false, false, null, null, null, null, null, 0, 0, votes("up", "up", "up"));
    private static final Status.Address BACK = new Status.Address(
            "198.51.100.20",
            CHECK,
            true,
            true,
            true,
            "2027-01-15T08:00:11Z",
            93_784L,
            "status 200",
            null,
            null,
            1,
            1,
            List.of(new Status.Vote("ns2", "up", true, "timed out after 2000 ms connecting")));
    private static final Status.Address UNPROBED =
            new Status.Address("203.0.113.9", null, true, false, false, null, null, null, null, null, 0, 0, List.of());

    private static List<Status.Vote> votes(String... votes) {
        return java.util.stream.IntStream.range(0, votes.length)
                .mapToObj(i -> new Status.Vote("ns" + (i + 1), votes[i], false, null))
                .toList();
    }

    private static Status.Group leaf(
            String name,
            @Nullable String line,
            String upAtLeast,
            Status.Count a,
            Status.Count aaaa,
            Status.Member... members) {
        return new Status.Group(name, "weighted", line, upAtLeast, a, aaaa, List.of(), List.of(members));
    }

    private static Status status(Status.Cluster cluster, int errors) {
        Status.Group first = leaf(
                "first",
                "CN-SH/unicom",
                "50%",
                new Status.Count(2, 1),
                new Status.Count(1, 1),
                new Status.Member("sh-cu-1", "shanghai", 3, null, List.of(DOWN, FINE)),
                new Status.Member("b", null, 1, "drained by alice: kernel", List.of(BACK)));
        Status.Group root = new Status.Group(
                "edge", "line", null, "1", new Status.Count(2, 1), new Status.Count(1, 1), List.of(first), List.of());
        Status.Group flat = leaf(
                "own",
                null,
                "1",
                new Status.Count(1, 1),
                ABSENT,
                new Status.Member("203.0.113.9", null, 1, null, List.of(UNPROBED)));
        return new Status(
                1,
                NS1,
                new Status.Release(
                        "fd52ec0ab2461234",
                        "2027-01-15T08:00:00Z",
                        59,
                        "2027-01-15T08:00:05Z",
                        errors,
                        0,
                        List.of(),
                        null),
                cluster,
                List.of(
                        new Status.Pool(
                                "example.com./edge",
                                UP,
                                new Status.Family("addresses", true),
                                List.of(
                                        new Status.SteeredName("www.example.com.", 5, false),
                                        new Status.SteeredName("*.shop.example.com.", 300, true)),
                                new Status.Recovery(11.5, 44.5, 45.0),
                                root),
                        new Status.Pool("example.com./own@plain.example.com.", UP, NONE, List.of(), null, flat)),
                List.of());
    }

    private static Status.Cluster three(boolean cutOff) {
        return new Status.Cluster(
                3,
                List.of(new Status.Peer("ns1", "shanghai", null), new Status.Peer("ns2", null, null)),
                cutOff,
                true,
                cutOff ? 2 : 0);
    }

    private static String text(Status status, Terminal terminal) {
        return String.join("\n", StatusText.of(status, terminal)) + "\n";
    }

    @Test
    void whatChangedLastComesLast() {
        Status status = status(three(false), 0);
        String line = "2027-01-15T08:00:00+08:00     down      example.com./web 192.0.2.1: refused";
        Status changed = new Status(
                1, status.replica(), status.release(), status.cluster(), List.of(), List.of(line, line + "\033[2J"));
        assertEquals("""
                ns1 at shanghai, up 2h 3m, serving release fd52ec0ab246 for 59s
                2 of 3 replicas live: ns1 (shanghai), ns2

                what changed last
                  %s
                  %s?[2J
                """.formatted(line, line), text(changed, new Terminal(160, false)));
    }

    @Test
    void poolsGroupsAndMembersStandInColumns() {
        assertEquals("""
                ns1 at shanghai, up 2h 3m, serving release fd52ec0ab246 for 59s
                2 of 3 replicas live: ns1 (shanghai), ns2

                example.com./edge  A up, AAAA all down: served as if up
                  www.example.com.  TTL 5 s, unsettled
                  *.shop.example.com.  TTL 300 s, steady
                  a dead member is down within 11.5 s, clients are off it within 44.5 s, promised 45 s
                  edge  line  A 1 of 2 up, AAAA 1 of 1 up
                    first  line CN-SH/unicom, weighted  A 1 of 2 up, AAAA 1 of 1 up, at least 50%
                      sh-cu-1  192.0.2.1      down  12s    2 down, 1 none  Connection refused (noticed in 3.1 s); held down until 2027-01-15T08:00:41Z
                        ns1 down: Connection refused
                        ns2 down: status?[2J503
                        ns3 none, pending
                      sh-cu-1  2001:db8::1    up    -      3 up
                      b        198.51.100.20  up    1d 2h  1 up            drained by alice: kernel; status 200; contested; stale
                        ns2 up, pending: timed out after 2000 ms connecting

                example.com./own@plain.example.com.  A up
                  own  weighted  A 1 of 1 up
                    203.0.113.9  203.0.113.9  not probed  -
                """, text(status(three(false), 0), Terminal.NONE));
    }

    @Test
    void whatIsWrongWithTheReplicaIsSaid() {
        String text = text(status(three(true), 1), Terminal.NONE);
        assertTrue(text.contains("\nthe files read at 2027-01-15T08:00:05Z have 1 error and are not served\n"), text);
        assertTrue(text.contains("\ncut off: it decides on its own word\n"), text);
        assertTrue(text.contains("\n2 messages of the cluster were refused\n"), text);
        Status.Cluster alone = new Status.Cluster(1, List.of(), false, null, 0);
        assertTrue(text(status(alone, 0), Terminal.NONE).contains("\nalone: its own votes decide\n"));
        Status.Cluster joining = new Status.Cluster(3, List.of(), false, false, 0);
        assertTrue(text(status(joining, 0), Terminal.NONE).contains("its cluster does not run"));
    }

    @Test
    void narrowTerminalCutsLinesAndLosesNoColumn() {
        String text = text(status(three(true), 1), new Terminal(60, false));
        assertTrue(text.lines().allMatch(line -> line.length() <= 60), text);
        assertTrue(text.contains("      sh-cu-1  192.0.2.1      down  12s    2 down, 1 none  …\n"), text);
        assertTrue(text.lines().anyMatch(line -> line.endsWith("…")), text);
    }

    @Test
    void terminalShowsVerdictsInColourAndFilesDoNot() {
        String coloured = text(status(three(true), 1), new Terminal(160, true));
        assertTrue(coloured.contains("192.0.2.1      \033[31mdown\033[0m  12s"), coloured);
        assertTrue(coloured.contains("2001:db8::1    \033[32mup\033[0m    -"), coloured);
        assertTrue(coloured.contains("198.51.100.20  \033[33mup\033[0m    1d 2h"), coloured);
        assertTrue(coloured.contains("\n\033[31mcut off\033[0m:"), coloured);
        assertEquals(
                text(status(three(true), 1), Terminal.NONE),
                coloured.replaceAll("\033\\[[0-9]+m", ""),
                "colours are all that differs");
        assertFalse(text(status(three(true), 1), Terminal.NONE).contains("\033"));
    }

    @Test
    void widthIsTheTerminalsOrTheUsualOne() {
        assertEquals(132, Terminal.columns("43 132\n"));
        assertEquals(100, Terminal.columns("100"));
        assertEquals(80, Terminal.columns(""));
        assertEquals(80, Terminal.columns("wide"));
        assertEquals(20, Terminal.columns("3"), "narrower than that shows nothing");
    }
}
