package io.proxima.cluster;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.proxima.health.MemberOverride;
import io.proxima.health.OverrideRegister;
import io.proxima.health.OverrideWord;
import io.proxima.health.Overrides;
import io.proxima.health.PoolMember;
import io.proxima.health.Replica;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Overrides between real Hazelcast members in one JVM, on 127.0.0.1 to 127.0.0.4. */
final class OverrideClusterTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final SecretKey KEY = ClusterSettings.key("a key for tests only".getBytes(StandardCharsets.UTF_8));
    private static final SecretKey WRONG =
            ClusterSettings.key("another key altogether".getBytes(StandardCharsets.UTF_8));
    private static final PoolMember A = new PoolMember("example.com.", "edge", "a");
    private static final PoolMember B = new PoolMember("example.com.", "edge", "b");

    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private final List<Node> nodes = new CopyOnWriteArrayList<>();

    /** A replica's registers, and its place in the cluster. */
    private static final class Node {
        private final Overrides overrides;
        private final Cluster cluster;
        private int heard;

        Node(ClusterSettings settings) {
            overrides = new Overrides(settings.self().node());
            cluster = Cluster.start(settings, this::hear);
        }

        private synchronized void hear(ClusterEvent event) {
            if (event instanceof ClusterEvent.OverrideHeard(OverrideRegister register)) {
                heard++;
                overrides.heard(register);
            }
        }

        synchronized void say(PoolMember member, OverrideWord word, String owner) {
            MemberOverride override =
                    new MemberOverride(word, MemberOverride.NO_END, owner, "why", System.currentTimeMillis(), false);
            List<OverrideRegister> own = overrides.proposed(List.of(member), override);
            overrides.take(own);
            own.forEach(cluster::tell);
        }

        synchronized String owner(PoolMember member) {
            return overrides
                    .register(member)
                    .map(register -> register.override().owner())
                    .orElse("");
        }

        synchronized List<OverrideRegister> registers() {
            return overrides.registers();
        }

        synchronized int heard() {
            return heard;
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
    }

    @AfterEach
    void closeAll() {
        nodes.parallelStream().forEach(node -> node.cluster.close());
    }

    private Node start(int number, @Nullable SecretKey key, List<InetSocketAddress> members) {
        Replica self = new Replica("ns" + number, "site" + number);
        Node node = new Node(new ClusterSettings(self, number, addresses.get(number - 1), members, key));
        nodes.add(node);
        return node;
    }

    private Node start(int number, @Nullable SecretKey key) {
        return start(number, key, addresses.subList(0, 3));
    }

    private void stop(Node node) {
        nodes.remove(node);
        node.cluster.close();
    }

    @Test
    void whatOneIsToldAllKnowALateJoinerToo() {
        Node first = start(1, KEY);
        first.say(A, OverrideWord.DRAIN, "alice"); // before anything has joined
        Node second = start(2, KEY);
        await().atMost(SOON).until(() -> second.owner(A).equals("alice"));
        second.say(A, OverrideWord.FORCE_UP, "bob"); // another's word replaced
        second.say(B, OverrideWord.FORCE_DOWN, "bob");
        await().atMost(SOON)
                .until(() -> first.owner(A).equals("bob") && first.owner(B).equals("bob"));

        stop(second); // who said it is gone when the third comes
        Node late = start(3, KEY);
        await().atMost(SOON).until(() -> late.registers().equals(first.registers()));
        first.say(A, OverrideWord.AUTO, "carol");
        await().atMost(SOON).until(() -> late.owner(A).equals("carol"));
        assertEquals(2, late.registers().size());
        assertEquals(0, first.cluster.refused() + late.cluster.refused());
    }

    /** A replica alone, and two that do not know of it: a split brain that Hazelcast heals when the one finds the two. */
    @Test
    void whatWasSaidOnBothSidesIsMergedByTheOrderOfRegisters() {
        Node second = start(2, KEY);
        second.say(A, OverrideWord.FORCE_UP, "bob"); // as late as the other's; ns2 is greater
        second.say(B, OverrideWord.DRAIN, "bob");
        await().atMost(SOON).until(second.cluster::joined);
        List<InetSocketAddress> others = List.of(addresses.get(0), addresses.get(2));
        Node first = start(1, KEY, others);
        Node third = start(3, KEY, others);
        first.say(A, OverrideWord.DRAIN, "alice");
        first.say(B, OverrideWord.DRAIN, "alice");
        first.say(B, OverrideWord.AUTO, "alice"); // later than the other's
        assertEquals("alice", first.owner(A), "they have met too early for this test");
        assertEquals("bob", second.owner(B), "they have met too early for this test");

        await().atMost(Duration.ofSeconds(60))
                .until(() -> Stream.of(first, second, third)
                        .allMatch(node ->
                                node.owner(A).equals("bob") && node.owner(B).equals("alice")));
        assertEquals(first.registers(), second.registers());
        assertEquals(first.registers(), third.registers());
        assertEquals(0, first.cluster.refused() + second.cluster.refused() + third.cluster.refused());
    }

    @Test
    void whatIsNotSealedWithTheKeyIsRefusedAndWhatIsReplayedIsOld() {
        Node right = start(1, KEY);
        right.say(A, OverrideWord.DRAIN, "alice");
        OverrideRegister old = right.registers().getFirst();
        right.say(A, OverrideWord.AUTO, "alice");
        Node wrong = start(2, WRONG);
        wrong.say(B, OverrideWord.FORCE_DOWN, "mallory");
        await().atMost(SOON).until(() -> right.cluster.refused() > 0 && wrong.cluster.refused() > 0);
        assertEquals(1, right.registers().size());
        stop(wrong);

        HazelcastInstance stranger = Hazelcast.newHazelcastInstance(HazelcastConfig.of(
                new ClusterSettings(new Replica("stranger", ""), 1, addresses.get(3), addresses.subList(0, 3), null)));
        try {
            await().atMost(SOON).until(() -> stranger.getCluster().getMembers().size() > 1);
            int heard = right.heard();
            long refused = right.cluster.refused();
            byte[] replayed = new Seal(KEY).close(new Seal.Said(old));
            stranger.getReplicatedMap(HazelcastConfig.OVERRIDES).put("example.com.\nedge\na", replayed);
            stranger.getTopic(HazelcastConfig.HEARTBEATS).publish(replayed);
            stranger.getReplicatedMap(HazelcastConfig.OVERRIDES).put("example.com.\nedge\nc", replayed); // not its key
            stranger.getReplicatedMap(HazelcastConfig.OVERRIDES).put("example.com.\nedge\nd", "no octets");
            await().atMost(SOON).until(() -> right.cluster.refused() >= refused + 2);
            // The replica writes the newer register over the one that was replayed.
            await().atMost(SOON)
                    .until(() -> stranger.getReplicatedMap(HazelcastConfig.OVERRIDES)
                                            .get("example.com.\nedge\na")
                                    instanceof byte[] octets
                            && new Seal(KEY).open(octets).orElse(null) instanceof Seal.Said(OverrideRegister now)
                            && now.follows(old));
            assertEquals(heard, right.heard());
        } finally {
            stranger.getLifecycleService().terminate();
        }
        assertEquals(OverrideWord.AUTO, right.registers().getFirst().override().word());
    }
}
