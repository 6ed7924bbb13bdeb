package io.proxima.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SharesTest {
    private static final List<Replica> FIVE =
            IntStream.range(0, 5).mapToObj(i -> new Replica("ns" + i, "")).toList();

    private static Stream<Pair> pairs() {
        return IntStream.range(0, 2000)
                .mapToObj(i -> new Pair("example.com./web", "192.0." + (i >> 8) + "." + (i & 255)));
    }

    @Test
    void asManyAsAskedOrAllThereAre() {
        Pair pair = new Pair("c", "192.0.2.1");
        assertEquals(3, Shares.of(pair, 3, FIVE).size());
        assertEquals(2, Shares.of(pair, 3, FIVE.subList(0, 2)).size());
        assertTrue(Shares.holds("ns1", pair, 3, FIVE.subList(0, 2)));
    }

    @Test
    void orderOfReplicasDoesNotMatter() {
        List<Replica> shuffled = new ArrayList<>(FIVE);
        Collections.shuffle(shuffled, new Random(4));
        pairs().forEach(pair -> assertEquals(Shares.of(pair, 3, FIVE), Shares.of(pair, 3, shuffled)));
    }

    @Test
    void sharesAreEven() {
        Map<String, Integer> load = new HashMap<>();
        pairs().forEach(pair -> Shares.of(pair, 2, FIVE).forEach(node -> load.merge(node, 1, Integer::sum)));
        load.forEach((node, count) -> assertTrue(Math.abs(count - 800) < 80, node + " has " + count));
    }

    @Test
    void aDeathMovesOnlyTheDeadOnesShare() {
        List<Replica> four = FIVE.subList(0, 4);
        pairs().forEach(pair -> {
            Set<String> before = Shares.of(pair, 2, FIVE);
            Set<String> after = Shares.of(pair, 2, four);
            if (before.contains("ns4")) {
                assertEquals(1, before.stream().filter(after::contains).count());
            } else {
                assertEquals(before, after);
            }
        });
    }

    @Test
    void sitesAreTakenInTurn() {
        List<Replica> replicas = List.of(
                new Replica("ns0", "shanghai"),
                new Replica("ns1", "shanghai"),
                new Replica("ns2", "shanghai"),
                new Replica("ns3", "frankfurt"));
        pairs().forEach(pair -> {
            assertTrue(Shares.of(pair, 2, replicas).contains("ns3"), "one at each site");
            assertEquals(3, Shares.of(pair, 3, replicas).size());
        });
    }
}
