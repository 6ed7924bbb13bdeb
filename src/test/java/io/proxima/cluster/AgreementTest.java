package io.proxima.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.store.ReleaseStamp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AgreementTest {
    /** A replica as {@code ReleaseSharing} drives it, and what was said to it and not yet heard, by who said it. */
    private static final class Node {
        private final String name;
        private final Agreement agreement;
        private final List<Deque<ReleaseNews>> inboxes = new ArrayList<>();
        private ReleaseStamp stamp;
        private int content;
        private long sequence;
        private long counter;
        private final List<Integer> served = new ArrayList<>();

        Node(int number, int nodes, int content) {
            this.name = "ns" + number;
            this.agreement = new Agreement(name, false);
            this.content = content;
            this.stamp = new ReleaseStamp(0, name);
            agreement.serves(stamp, hash(content));
            for (int i = 0; i < nodes; i++) {
                inboxes.add(new ArrayDeque<>());
            }
        }

        ReleaseNews news() {
            return new ReleaseNews(
                    name,
                    1,
                    ++sequence,
                    stamp,
                    hash(content),
                    hash(content),
                    hash(content),
                    1,
                    true,
                    "",
                    "",
                    ReleaseNews.NONE,
                    "");
        }

        void serve(ReleaseStamp next, int nextContent) {
            stamp = next;
            counter = Math.max(counter, next.counter());
            if (content != nextContent) {
                served.add(nextContent);
            }
            content = nextContent;
            agreement.serves(stamp, hash(content));
        }

        void heard(ReleaseNews news) {
            agreement.heard(news);
            counter = Math.max(counter, news.stamp().counter());
        }
    }

    private static String hash(int content) {
        return "%064x".formatted(content);
    }

    private static int content(String hash) {
        return Integer.parseInt(hash, 16);
    }

    private final List<Node> nodes = new ArrayList<>();

    private void tell(Node from) {
        ReleaseNews news = from.news();
        for (Node to : nodes) {
            if (to != from) {
                to.inboxes.get(nodes.indexOf(from)).add(news);
            }
        }
    }

    private boolean step(Node node, boolean settled) {
        switch (node.agreement.next(settled)) {
            case Agreement.Step.Stay _ -> {
                return false;
            }
            case Agreement.Step.Rename(ReleaseStamp stamp) -> node.serve(stamp, node.content);
            case Agreement.Step.Take(ReleaseNews news) -> node.serve(news.stamp(), content(news.content()));
        }
        tell(node);
        return true;
    }

    /** Everything is heard and done, in whatever order is left. */
    private int settle(Random random) {
        int steps = 0;
        boolean busy = true;
        while (busy) {
            busy = false;
            for (Node node : nodes) {
                for (Deque<ReleaseNews> inbox : node.inboxes) {
                    while (!inbox.isEmpty()) {
                        node.heard(inbox.poll());
                        busy = true;
                    }
                }
            }
            for (int i = random.nextInt(nodes.size()), n = 0; n < nodes.size(); n++) {
                busy |= step(nodes.get((i + n) % nodes.size()), true);
            }
            assertTrue(++steps < 50, "they do not come to rest");
        }
        return steps;
    }

    /** 2,000 runs: edits, lost and late messages on three to five replicas in any order. */
    @Test
    void allServeTheHighestInTheEndInWhateverOrderTheyHear() {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            nodes.clear();
            int count = 3 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                nodes.add(new Node(i + 1, count, random.nextInt(3)));
            }
            nodes.forEach(this::tell);
            for (int i = 0; i < 60; i++) {
                Node node = nodes.get(random.nextInt(count));
                switch (random.nextInt(6)) {
                    case 0 -> {
                        node.serve(new ReleaseStamp(node.counter + 1, node.name), random.nextInt(40));
                        tell(node);
                    }
                    case 1 -> step(node, random.nextBoolean());
                    case 2 -> // lost: what is said again later replaces it
                        node.inboxes.get(random.nextInt(count)).poll();
                    default -> {
                        Deque<ReleaseNews> inbox = node.inboxes.get(random.nextInt(count));
                        if (!inbox.isEmpty()) {
                            node.heard(random.nextInt(8) == 0 ? inbox.peek() : inbox.poll());
                        }
                    }
                }
            }
            nodes.forEach(this::tell); // as twice a minute
            settle(random);
            ReleaseStamp highest = nodes.getFirst().stamp;
            for (Node node : nodes) {
                assertEquals(highest, node.stamp, "seed " + seed);
                assertEquals(nodes.getFirst().content, node.content, "seed " + seed);
            }
        }
    }

    /** 500 runs: the same edit comes to all, a few messages apart; each replica serves it once and nothing else. */
    @Test
    void theSameEditOnAllIsServedOnceByEach() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            nodes.clear();
            for (int i = 0; i < 3; i++) {
                nodes.add(new Node(i + 1, 3, 1));
            }
            nodes.forEach(this::tell);
            settle(random);
            List<Node> editing = new ArrayList<>(nodes);
            while (!editing.isEmpty()) {
                Node node = nodes.get(random.nextInt(3));
                switch (random.nextInt(3)) {
                    case 0 -> {
                        if (editing.remove(node) && node.content != 2) {
                            node.serve(new ReleaseStamp(node.counter + 1, node.name), 2);
                            tell(node);
                        }
                    }
                    case 1 -> step(node, true);
                    default -> {
                        Deque<ReleaseNews> inbox = node.inboxes.get(random.nextInt(3));
                        if (!inbox.isEmpty()) {
                            node.heard(inbox.poll());
                        }
                    }
                }
            }
            settle(random);
            for (Node node : nodes) {
                assertEquals(List.of(2), node.served, "seed " + seed + ", " + node.name);
                assertEquals(nodes.getFirst().stamp, node.stamp, "seed " + seed);
            }
        }
    }

    private static ReleaseNews news(String node, long counter, String by, int content) {
        return new ReleaseNews(
                node,
                1,
                1,
                new ReleaseStamp(counter, by),
                hash(content),
                hash(content),
                hash(content),
                1,
                true,
                "",
                "",
                ReleaseNews.NONE,
                "");
    }

    @Test
    void aFirstStartHasNoRankAgainstThoseWhoServe() {
        Agreement late = new Agreement("ns9", false);
        late.serves(new ReleaseStamp(0, "ns9"), hash(9));
        late.heard(news("ns1", 1, "ns1", 1));
        assertInstanceOf(Agreement.Step.Take.class, late.next(true));
    }

    @Test
    void amongFirstStartsOneGetsARankOnceItHasListened() {
        Agreement leader = new Agreement("ns2", false);
        leader.serves(new ReleaseStamp(0, "ns2"), hash(2));
        leader.heard(news("ns1", 0, "ns1", 1));
        assertInstanceOf(Agreement.Step.Stay.class, leader.next(false));
        assertEquals(new Agreement.Step.Rename(new ReleaseStamp(1, "ns2")), leader.next(true));
    }

    @Test
    void filesEditedWhileAwayComeAfterAllThatWasPutInForceMeanwhile() {
        Agreement back = new Agreement("ns1", true);
        back.serves(new ReleaseStamp(3, "ns1"), hash(7));
        back.heard(news("ns2", 9, "ns2", 8));
        assertEquals(new Agreement.Step.Rename(new ReleaseStamp(10, "ns1")), back.next(false));
    }

    @Test
    void filesNotEditedWhileAwayGiveWay() {
        Agreement back = new Agreement("ns1", false);
        back.serves(new ReleaseStamp(3, "ns1"), hash(7));
        ReleaseNews theirs = news("ns2", 9, "ns2", 8);
        back.heard(theirs);
        assertEquals(new Agreement.Step.Take(theirs), back.next(false));
    }

    @Test
    void whatIsRefusedIsNotTriedAgainAndTheNextIs() {
        Agreement other = new Agreement("ns1", false);
        other.serves(new ReleaseStamp(3, "ns1"), hash(3));
        other.heard(news("ns2", 4, "ns2", 4));
        other.refuses(new ReleaseStamp(4, "ns2"));
        assertInstanceOf(Agreement.Step.Stay.class, other.next(true));
        assertEquals(new ReleaseStamp(4, "ns2"), other.refused().orElseThrow());
        ReleaseNews next = news("ns3", 5, "ns3", 5);
        other.heard(next);
        assertEquals(new Agreement.Step.Take(next), other.next(true));
        assertTrue(other.refused().isEmpty());
    }

    @Test
    void aStampGivenTwiceByAReplicaThatForgotIsGivenAnew() {
        Agreement forgot = new Agreement("ns1", false);
        forgot.serves(new ReleaseStamp(4, "ns1"), hash(1));
        forgot.heard(news("ns2", 4, "ns1", 2));
        assertEquals(new Agreement.Step.Rename(new ReleaseStamp(5, "ns1")), forgot.next(true));
    }

    /** Two start with the same files; one is edited in the moment in which the other takes the first rank for what it has. */
    @Test
    void anEditWinsOverTheRankThatFilesGetByThemselves() {
        Node edited = new Node(1, 2, 1);
        Node leader = new Node(2, 2, 1);
        edited.heard(leader.news());
        leader.heard(edited.news());
        Agreement.Step rank = leader.agreement.next(true);
        edited.serve(ReleaseStamp.after(edited.counter, edited.name), 2);
        leader.serve(((Agreement.Step.Rename) rank).stamp(), leader.content);
        edited.heard(leader.news());
        leader.heard(edited.news());
        assertEquals(new Agreement.Step.Stay(), edited.agreement.next(true));
        assertEquals(
                2,
                content(((Agreement.Step.Take) leader.agreement.next(true))
                        .news()
                        .content()));
    }
}
