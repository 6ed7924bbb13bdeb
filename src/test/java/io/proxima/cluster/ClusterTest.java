package io.proxima.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.config.Config;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.proxima.health.Ballot;
import io.proxima.health.Pair;
import io.proxima.health.Replica;
import io.proxima.health.Vote;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real Hazelcast members in one JVM, on 127.0.0.1 to 127.0.0.4. */
final class ClusterTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final SecretKey KEY = ClusterSettings.key("a key for tests only".getBytes(StandardCharsets.UTF_8));
    private static final SecretKey WRONG =
            ClusterSettings.key("another key altogether".getBytes(StandardCharsets.UTF_8));
    private static final Pair PAIR = new Pair("example.com./web", "192.0.2.1");

    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();

    private static final class Node {
        private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
        private final Cluster cluster;

        Node(ClusterSettings settings) {
            cluster = Cluster.start(settings, events::add);
        }

        boolean heard(ClusterEvent event) {
            return events.contains(event);
        }
    }

    @BeforeEach
    void findAddresses() throws IOException {
        for (int host = 1; host <= 4; host++) {
            InetAddress address = InetAddress.getByName("127.0.0." + host);
            try (ServerSocket free = new ServerSocket(0, 1, address)) {
                addresses.add(new InetSocketAddress(address, free.getLocalPort()));
            }
        }
        var _ = pulse.scheduleWithFixedDelay(
                () -> nodes.forEach(node -> node.cluster.heartbeat()), 0, 200, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void closeAll() {
        pulse.shutdownNow();
        nodes.parallelStream().forEach(node -> node.cluster.close());
    }

    private Node start(int number, @Nullable SecretKey key) {
        Replica self = new Replica("ns" + number, "site" + number);
        Node node =
                new Node(new ClusterSettings(self, number, addresses.get(number - 1), addresses.subList(0, 3), key));
        nodes.add(node);
        return node;
    }

    private static Ballot ballot(int number, long sequence, Vote vote) {
        return new Ballot("ns" + number, number, sequence, PAIR, vote, false, "status 200");
    }

    private static ClusterEvent heardBallot(int number, long sequence, Vote vote) {
        return new ClusterEvent.BallotHeard(ballot(number, sequence, vote));
    }

    private static ClusterEvent heardBeat(int number) {
        return new ClusterEvent.HeartbeatHeard(new Replica("ns" + number, "site" + number), number);
    }

    private HazelcastInstance stranger() {
        ClusterSettings settings =
                new ClusterSettings(new Replica("stranger", ""), 1, addresses.get(3), addresses.subList(0, 3), null);
        Config config = HazelcastConfig.of(settings);
        config.getSerializationConfig().setJavaSerializationFilterConfig(new JavaSerializationFilterConfig());
        HazelcastInstance stranger = Hazelcast.newHazelcastInstance(config);
        await().atMost(SOON).until(() -> stranger.getCluster().getMembers().size() > 1);
        return stranger;
    }

    @Test
    void votesReachEveryoneALateJoinerAtOnceAndOutliveAMember() {
        Node first = start(1, KEY);
        first.cluster.publish(ballot(1, 1, Vote.UP)); // before anything has joined
        Node second = start(2, KEY);
        await().atMost(SOON).until(() -> second.heard(heardBallot(1, 1, Vote.UP)) && second.heard(heardBeat(1)));
        second.cluster.publish(ballot(2, 1, Vote.UP));
        second.cluster.publish(ballot(2, 2, Vote.DOWN));
        await().atMost(SOON).until(() -> first.heard(heardBallot(2, 2, Vote.DOWN)) && first.heard(heardBeat(2)));

        Node late = start(3, KEY);
        await().atMost(SOON)
                .until(() -> late.heard(heardBallot(1, 1, Vote.UP)) && late.heard(heardBallot(2, 2, Vote.DOWN)));
        await().atMost(SOON).until(() -> first.cluster.replicas().size() == 2);

        nodes.remove(second);
        second.cluster.close(); // as abrupt as a crash: nothing is handed over
        await().atMost(Duration.ofSeconds(6))
                .until(() ->
                        first.heard(new ClusterEvent.NodeGone("ns2")) && late.heard(new ClusterEvent.NodeGone("ns2")));
        first.cluster.publish(ballot(1, 2, Vote.DOWN));
        await().atMost(SOON).until(() -> late.heard(heardBallot(1, 2, Vote.DOWN)));
        assertEquals(1, first.cluster.replicas().size());
        assertEquals(0, first.cluster.refused() + late.cluster.refused());
    }

    @Test
    void whatIsNotSealedWithTheKeyIsRefused() {
        Node right = start(1, KEY);
        Node wrong = start(2, WRONG);
        wrong.cluster.publish(ballot(2, 1, Vote.DOWN));
        await().atMost(SOON).until(() -> right.cluster.refused() > 1 && wrong.cluster.refused() > 0);

        HazelcastInstance stranger = stranger();
        try {
            long before = right.cluster.refused();
            stranger.getReplicatedMap(HazelcastConfig.BALLOTS).put("ns3\nx\ny", new byte[] {1, 2, 3});
            stranger.getReplicatedMap(HazelcastConfig.BALLOTS).put("ns3\nx\nz", "no octets");
            stranger.getReplicatedMap(HazelcastConfig.BALLOTS)
                    .put("ns1\nelsewhere\n192.0.2.1", new Seal(KEY).close(new Seal.Cast(ballot(3, 1, Vote.DOWN))));
            await().atMost(SOON).until(() -> right.cluster.refused() >= before + 3);
        } finally {
            stranger.getLifecycleService().terminate();
        }
        assertEquals(List.of(), right.events);
    }

    /** Something an attacker would like to see deserialized. */
    static final class Gadget implements Serializable {
        private static final AtomicInteger LOADED = new AtomicInteger();
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            LOADED.incrementAndGet();
        }
    }

    @Test
    void aForeignJavaObjectIsNeverDeserialized() {
        Node first = start(1, KEY);
        Node second = start(2, KEY);
        await().atMost(SOON).until(() -> first.heard(heardBeat(2)) && second.heard(heardBeat(1)));
        HazelcastInstance stranger = stranger();
        try {
            stranger.getReplicatedMap(HazelcastConfig.BALLOTS).put("ns3\nx\ny", new Gadget());
            stranger.getTopic(HazelcastConfig.HEARTBEATS).publish(new Gadget());
            await().atMost(SOON).until(() -> first.cluster.refused() >= 2 && second.cluster.refused() >= 2);
            first.cluster.publish(ballot(1, 1, Vote.DOWN));
            await().atMost(SOON).until(() -> second.heard(heardBallot(1, 1, Vote.DOWN)));
        } finally {
            stranger.getLifecycleService().terminate();
        }
        assertEquals(0, Gadget.LOADED.get());
    }

    @Test
    void startingPublishingAndClosingNeverWait() throws IOException {
        Node node;
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(addresses.getFirst());
            long started = System.nanoTime();
            node = start(1, KEY);
            for (int i = 0; i < 1000; i++) {
                node.cluster.publish(ballot(1, i, Vote.UP));
                node.cluster.heartbeat();
            }
            assertTrue(System.nanoTime() - started < TimeUnit.SECONDS.toNanos(1));
            assertFalse(node.cluster.joined());
        }
        await().atMost(SOON).until(node.cluster::joined);
        long closing = System.nanoTime();
        node.cluster.close();
        node.cluster.close();
        assertTrue(System.nanoTime() - closing < TimeUnit.SECONDS.toNanos(8));
        node.cluster.publish(ballot(1, 2000, Vote.DOWN));
        node.cluster.heartbeat();
    }

    @Test
    void whatOneIsToldOfAMemberTheOthersHearOnceAndNoReplayOfIt() {
        Node first = start(1, KEY);
        Node second = start(2, KEY);
        await().atMost(SOON).until(() -> first.heard(heardBeat(2)) && second.heard(heardBeat(1)));
        first.cluster.pushed(PAIR, true, "");
        await().atMost(SOON).until(() -> second.heard(new ClusterEvent.PushHeard(PAIR, true, "")));
        first.cluster.pushed(PAIR, false, "disk full");
        await().atMost(SOON).until(() -> second.heard(new ClusterEvent.PushHeard(PAIR, false, "disk full")));

        // Somebody who heard the first says it again: it opens, but it is old.
        Seal.Message replayed = new Seal.Pushed("ns1", 1, 1, PAIR, true, "");
        HazelcastInstance stranger = stranger();
        try {
            stranger.getTopic(HazelcastConfig.HEARTBEATS).publish(new Seal(KEY).close(replayed));
            stranger.getTopic(HazelcastConfig.HEARTBEATS).publish(new Seal(WRONG).close(replayed));
            await().atMost(SOON).until(() -> second.cluster.refused() >= 1);
        } finally {
            stranger.getLifecycleService().terminate();
        }
        assertEquals(
                List.of(
                        new ClusterEvent.PushHeard(PAIR, true, ""),
                        new ClusterEvent.PushHeard(PAIR, false, "disk full")),
                second.events.stream()
                        .filter(event -> event instanceof ClusterEvent.PushHeard)
                        .toList());
        assertTrue(first.events.stream().noneMatch(event -> event instanceof ClusterEvent.PushHeard));
    }
}
