package io.proxima.steer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.geo.Geography;
import io.proxima.net.Prefix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client keeps its member, by weight, and a member that is lost takes only its own clients along. */
class ConsistentHashTest {
    private static final String FOUR = """
            members:
              192.0.2.1: {weight: 1}
              192.0.2.2: {weight: 5}
              192.0.2.3: {weight: 2}
              192.0.2.4: {weight: 4}
            pools:
              edge: {check: web, choose: consistent-hash, members: [192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4]}
            """;
    private static final String NESTED = """
            pools:
              edge:
                check: web
                choose: consistent-hash
                groups:
                  - {name: a, weight: 5, choose: consistent-hash, members: [192.0.2.1, 192.0.2.2]}
                  - {name: b, choose: consistent-hash, members: [192.0.2.3, 192.0.2.4, 192.0.2.5]}
                  - name: c
                    choose: consistent-hash
                    key: {ipv4: 20}
                    groups:
                      - {name: d, choose: consistent-hash, members: [192.0.2.6]}
                      - {name: e, choose: consistent-hash, members: [192.0.2.7, 192.0.2.8]}
            """;

    /** The network number {@code i}: no two are in one /24. */
    static Prefix network(int i) {
        return new Prefix(false, ((i * 0x9e3779b1L) & 0xffffff) << 40, 0, 32);
    }

    private static List<String> answers(TestPool pool, int networks) {
        return IntStream.range(0, networks)
                .mapToObj(i -> pool.answerTo(network(i), false, 0).getFirst())
                .toList();
    }

    /** What is pinned here must never change: an upgrade would take every client to another member. */
    @Test
    void whoServesWhomIsWrittenInStone() {
        TestPool pool = TestPool.of(FOUR);
        List<String> served =
                List.of("198.51.100.0", "203.0.113.0", "192.0.2.0", "2001:db8::", "2001:db8:0:100::").stream()
                        .map(client ->
                                pool.answerTo(Prefix.parse(client), false, 0).getFirst())
                        .toList();
        assertEquals(List.of("192.0.2.3", "192.0.2.2", "192.0.2.3", "192.0.2.1", "192.0.2.4"), served);
        assertEquals(0xa8b2ce4be2c25b09L, Rendezvous.hash("example.com./edge", "edge", "192.0.2.1"));
        assertEquals(0x42791e72ae3a3800L, Rendezvous.score(1, 2, 0.5));
    }

    @Test
    void membersServeInProportionToTheirWeights() {
        int networks = 200_000;
        Map<String, Integer> counts = new HashMap<>();
        answers(TestPool.of(FOUR), networks).forEach(address -> counts.merge(address, 1, Integer::sum));
        int[] weights = {1, 5, 2, 4};
        double statistic = 0;
        for (int i = 0; i < weights.length; i++) {
            double expected = networks * weights[i] / 12.0;
            double off = counts.getOrDefault("192.0.2." + (i + 1), 0) - expected;
            statistic += off * off / expected;
        }
        assertTrue(statistic < 21.1, "χ² " + statistic + " of three degrees of freedom: " + counts); // 0.9999
    }

    @ParameterizedTest
    @CsvSource({"false, 4", "true, 8"})
    void aLostMemberMovesItsOwnClientsAlone(boolean nested, int members) {
        TestPool pool = TestPool.of(nested ? NESTED : FOUR);
        List<String> before = answers(pool, 20_000);
        assertEquals(members, Set.copyOf(before).size());
        Random random = new Random(1);
        for (int round = 0; round < 20; round++) {
            Set<String> lost = new HashSet<>();
            for (int i = 1; i <= members; i++) {
                if (random.nextInt(3) == 0 && lost.size() < members - 1) {
                    lost.add("192.0.2." + i);
                }
            }
            pool.down(lost.toArray(String[]::new));
            List<String> after = answers(pool, 20_000);
            for (int i = 0; i < after.size(); i++) {
                assertTrue(!lost.contains(after.get(i)));
                if (!lost.contains(before.get(i))) {
                    assertEquals(before.get(i), after.get(i), network(i) + " moved though only " + lost + " is lost");
                }
            }
            pool.down();
            assertEquals(before, answers(pool, 20_000));
        }
    }

    /** Those of a member that is lost do not all go to the same one. */
    @Test
    void theOthersShareWhatIsLostByWeight() {
        TestPool pool = TestPool.of(FOUR);
        List<String> before = answers(pool, 60_000);
        pool.down("192.0.2.2");
        List<String> after = answers(pool, 60_000);
        Map<String, Integer> counts = new HashMap<>();
        IntStream.range(0, 60_000)
                .filter(i -> before.get(i).equals("192.0.2.2"))
                .forEach(i -> counts.merge(after.get(i), 1, Integer::sum));
        double all = counts.values().stream().mapToInt(Integer::intValue).sum();
        assertEquals(5 / 12.0, all / 60_000, 0.01);
        assertEquals(1 / 7.0, counts.getOrDefault("192.0.2.1", 0) / all, 0.01);
        assertEquals(2 / 7.0, counts.getOrDefault("192.0.2.3", 0) / all, 0.015);
        assertEquals(4 / 7.0, counts.getOrDefault("192.0.2.4", 0) / all, 0.015);
    }

    /** The N best: who is second serves when the first is lost. */
    @Test
    void severalAnswersAreTheBestInOrder() {
        TestPool pool = TestPool.of(FOUR);
        for (int i = 0; i < 500; i++) {
            List<String> order = new ArrayList<>();
            while (order.size() < 4) {
                pool.down(order.toArray(String[]::new));
                order.addAll(pool.answerTo(network(i), false, 0));
            }
            pool.down();
            for (int answers = 1; answers <= 5; answers++) {
                assertEquals(
                        order.subList(0, Math.min(4, answers)),
                        pool.answerTo(network(i), false, answers),
                        "" + answers);
            }
        }
    }

    @Test
    void aWeightOfZeroServesOnlyWhereNothingElseIsUp() {
        TestPool pool = TestPool.of(FOUR.replace("weight: 4", "weight: 0"));
        assertEquals(Set.of("192.0.2.1", "192.0.2.2", "192.0.2.3"), Set.copyOf(answers(pool, 2_000)));
        assertEquals(3, pool.answerTo(network(1), false, 4).size());
        pool.down("192.0.2.1", "192.0.2.2", "192.0.2.3");
        assertEquals(Set.of("192.0.2.4"), Set.copyOf(answers(pool, 2_000)));
    }

    /** The order of the file says nothing, only the names do. */
    @Test
    void membersWrittenInAnotherOrderServeTheSame() {
        String turned = FOUR.replace(
                "[192.0.2.1, 192.0.2.2, 192.0.2.3, 192.0.2.4]", "[192.0.2.3, 192.0.2.1, 192.0.2.4, 192.0.2.2]");
        assertNotEquals(FOUR, turned);
        assertEquals(answers(TestPool.of(FOUR), 5_000), answers(TestPool.of(turned), 5_000));
    }

    /** A group that is taken in draws from each of the others in proportion; clients that do not go to it stay. */
    @Test
    void aMemberThatIsAddedTakesOnlyItsShare() {
        List<String> with = answers(TestPool.of(FOUR), 20_000);
        List<String> without = answers(TestPool.of(FOUR.replace(", 192.0.2.4]", "]")), 20_000);
        for (int i = 0; i < with.size(); i++) {
            assertTrue(with.get(i).equals("192.0.2.4") || with.get(i).equals(without.get(i)));
        }
    }

    @Test
    void everyThreadAndSeedAgrees() {
        List<String> first = answers(TestPool.of(NESTED, Geography.empty(), 1), 20_000);
        List<List<String>> others = IntStream.range(2, 6)
                .parallel()
                .mapToObj(seed -> answers(TestPool.of(NESTED, Geography.empty(), seed), 20_000))
                .toList();
        others.forEach(other -> assertEquals(first, other));
    }

    /** A and AAAA of one client come from one member, as long as that has both and both are up. */
    @Test
    void familiesAgreeOnTheMember() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    check: web
                    choose: consistent-hash
                    groups:
                      - {name: a, weight: 3, choose: consistent-hash, members: [m1, m2, 192.0.2.3]}
                      - {name: b, weight: 2, choose: consistent-hash, members: [m4, m5, "2001:db8::6"]}
                """);
        List<Set<String>> members = List.of("1", "2", "4", "5").stream()
                .map(number -> Set.of("192.0.2." + number, "2001:db8:0:0:0:0:0:" + number))
                .toList();
        int agreed = 0;
        for (int i = 0; i < 1_000; i++) {
            String ipv4 = pool.answerTo(network(i), false, 0).getFirst();
            String ipv6 = pool.answerTo(network(i), true, 0).getFirst();
            boolean alone = ipv4.equals("192.0.2.3") || ipv6.equals("2001:db8:0:0:0:0:0:6");
            if (!alone) {
                assertTrue(members.contains(Set.of(ipv4, ipv6)), ipv4 + " and " + ipv6);
                agreed++;
            }
        }
        assertTrue(agreed > 500, "only " + agreed + " clients have a member with both");
        pool.down("192.0.2.1");
        assertTrue(answers(pool, 1_000).stream().noneMatch("192.0.2.1"::equals));
    }

    @Test
    void theKeyIsAsLongAsThePolicySays() {
        String policy = "pools: {edge: {choose: consistent-hash, key: {ipv4: 20, ipv6: 100}, members: %s}}"
                .formatted(IntStream.range(1, 200).mapToObj(i -> "192.0.2." + i).toList());
        TestPool pool = TestPool.of(policy);
        Random random = new Random(5);
        int apart = 0;
        for (int i = 0; i < 2_000; i++) {
            boolean ipv6 = random.nextBoolean();
            int length = ipv6 ? 100 : 20;
            Prefix client = TestNetworks.within(ipv6, random.nextLong() & (ipv6 ? -1L : -1L << 32), 0, length, random);
            List<String> answer = pool.answerTo(client, false, 3);
            assertEquals(length, pool.scope());
            Prefix beside = TestNetworks.within(ipv6, client.high(), client.low(), length, random);
            assertEquals(answer, pool.answerTo(beside, false, 3));
            long bit = ipv6 ? 0 : 1L << (64 - length);
            Prefix neighbour = new Prefix(
                    ipv6, client.high() ^ bit, client.low() ^ (ipv6 ? 1L << (128 - length) : 0), ipv6 ? 128 : 32);
            apart += answer.equals(pool.answerTo(neighbour, false, 3)) ? 0 : 1;
        }
        assertTrue(apart > 1_950, "only " + apart + " of 2000 neighbours differ");
    }

    /** A source shorter than the key is padded with zeros; the scope is the key's length all the same. */
    @Test
    void aShortSourceIsPaddedAndGetsTheKeysScope() {
        TestPool pool = TestPool.of(FOUR);
        for (int i = 0; i < 200; i++) {
            Prefix source = Prefix.masked(false, network(i).high(), 0, 16);
            Prefix padded = new Prefix(false, source.high(), 0, 24);
            assertEquals(pool.answerTo(padded, false, 0), pool.answerTo(source, false, 0));
            assertEquals(24, pool.scope());
        }
        assertEquals(
                pool.answerTo(Prefix.parse("2001:db8::/56"), false, 0),
                pool.answerTo(Prefix.parse("2001:db8::/32"), false, 0));
        assertEquals(56, pool.scope());
    }

    /** Everyone on a line goes the same way; the scope is the depth of the line's network. */
    @Test
    void aLineKeepsTogether(@TempDir Path folder) {
        String policy = "pools: {edge: {choose: consistent-hash, key: line, members: %s}}"
                .formatted(IntStream.range(1, 200).mapToObj(i -> "192.0.2." + i).toList());
        TestPool pool = TestPool.of(policy, TestNetworks.USUAL.geography(folder), 1);
        List<String> red = pool.answerTo(Prefix.parse("198.51.100.7"), false, 2);
        assertEquals(25, pool.scope());
        assertEquals(red, pool.answerTo(Prefix.parse("203.0.113.1"), false, 2));
        assertEquals(26, pool.scope());
        assertEquals(red, pool.answerTo(Prefix.parse("2001:db8:700::1"), false, 2));
        assertNotEquals(red, pool.answerTo(Prefix.parse("198.51.100.129"), false, 2));
        assertEquals(26, pool.scope());
    }

    /** Nothing below the group that serves counts, and nothing that the client's hash rules out. */
    @Test
    void theScopeIsThatOfTheGroupsOnTheWay() {
        TestPool pool = TestPool.of("""
                pools:
                  edge:
                    choose: consistent-hash
                    key: {ipv4: 8}
                    groups:
                      - {name: a, choose: consistent-hash, key: {ipv4: 12}, members: [192.0.2.1, 192.0.2.2]}
                      - {name: b, choose: random, members: [192.0.2.3, 192.0.2.4]}
                """);
        Set<Integer> scopes = new HashSet<>();
        for (int i = 0; i < 300; i++) {
            boolean first = Set.of("192.0.2.1", "192.0.2.2")
                    .contains(pool.answerTo(network(i), false, 1).getFirst());
            assertEquals(first ? 12 : 8, pool.scope());
            scopes.add(pool.scope());
        }
        assertEquals(Set.of(8, 12), scopes);
    }
}
