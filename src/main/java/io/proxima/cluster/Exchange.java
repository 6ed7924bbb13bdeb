package io.proxima.cluster;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipAdapter;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import io.proxima.health.Ballot;
import io.proxima.health.OverrideRegister;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Replica;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Hazelcast member's life: ballots in and out of the replicated map, ballots and heartbeats through the topic.
 *
 * <p>Ballots stand in a replicated map and not in a partitioned one because every replica then holds all of them: a late
 * joiner reads everything locally as soon as it is filled, and whoever dies takes nothing along. Its weakness, that
 * concurrent writers and lost updates are not reconciled, does not matter here: a key has one writer, who looks again and
 * again whether what stands there is what it said ({@link #sweep}). After a split brain the smaller side's map is thrown
 * away and its owners write their ballots anew.
 *
 * <p>Methods that may block are called on the cluster's own threads; listeners run on Hazelcast's.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final ClusterSettings settings;
    private final Seal seal;
    private final Consumer<ClusterEvent> events;
    private final LongAdder refused;
    private final HazelcastInstance hazelcast;
    private final ReplicatedMap<Object, Object> ballots;
    private final ITopic<Object> heartbeats;
    private final OverrideMap overrides;
    private final NewsMap releases;
    private final Chunks chunks;
    private final Map<String, Voice> voices = new ConcurrentHashMap<>();
    private final Order pushes = new Order();

    /** What was read last under a key, and need not be opened again. */
    private final Map<Object, byte[]> known = new ConcurrentHashMap<>();

    /** Who a node is by its last heartbeat. */
    private record Voice(Replica replica, @Nullable UUID member, long epoch, long sequence) {
        /** Its connection ended; its numbers are kept, so that a replayed heartbeat does not bring it back. */
        Voice silent() {
            return new Voice(replica, null, epoch, sequence);
        }
    }

    /**
     * Starts a member and joins; blocks for seconds, and throws whatever Hazelcast throws if that fails.
     *
     * @param words the newest override known of each member
     */
    Exchange(
            ClusterSettings settings,
            Consumer<ClusterEvent> events,
            LongAdder refused,
            Map<PoolMember, OverrideRegister> words) {
        this.settings = settings;
        this.seal = new Seal(settings.key());
        this.events = events;
        this.refused = refused;
        this.hazelcast = Hazelcast.newHazelcastInstance(HazelcastConfig.of(settings));
        this.ballots = hazelcast.getReplicatedMap(HazelcastConfig.BALLOTS);
        this.heartbeats = hazelcast.getTopic(HazelcastConfig.HEARTBEATS);
        this.overrides = new OverrideMap(hazelcast, seal, heartbeats::publish, events, refused, words);
        this.releases = new NewsMap(hazelcast, settings, seal, heartbeats::publish, events, refused);
        this.chunks = new Chunks(hazelcast.getMap(HazelcastConfig.CHUNKS));
    }

    /** Begins to listen. */
    void open() {
        hazelcast.getCluster().addMembershipListener(new MembershipAdapter() {
            @Override
            public void memberAdded(MembershipEvent event) {
                overrides.memberCame();
                releases.memberCame();
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                left(event.getMember().getUuid());
            }
        });
        heartbeats.addMessageListener(this::heardMessage);
        ballots.addEntryListener(new EntryAdapter<Object, Object>() {
            @Override
            public void onEntryEvent(EntryEvent<Object, Object> event) {
                heardEntry(event::getKey, event::getValue);
            }
        });
        overrides.open();
        releases.open();
    }

    Chunks chunks() {
        return chunks;
    }

    boolean running() {
        return hazelcast.getLifecycleService().isRunning();
    }

    int members() {
        return hazelcast.getCluster().getMembers().size();
    }

    Set<Replica> replicas() {
        Set<Replica> replicas = new HashSet<>();
        voices.values().stream()
                .filter(voice -> voice.member() != null)
                .forEach(voice -> replicas.add(voice.replica()));
        return replicas;
    }

    void beat(long sequence) {
        heartbeats.publish(seal.close(new Seal.Heartbeat(settings.self(), settings.epoch(), sequence)));
    }

    void push(long sequence, Pair pair, boolean up, String why) {
        heartbeats.publish(
                seal.close(new Seal.Pushed(settings.self().node(), settings.epoch(), sequence, pair, up, why)));
    }

    /**
     * Tells this replica's ballots to those who listen now, and writes them for those who join later.
     *
     * <p>Both, because a write waits for the owner of a partition, who may just have died: votes are wanted most then.
     */
    void write(Collection<Ballot> own) {
        Map<Object, Object> octets = new HashMap<>();
        own.forEach(ballot -> octets.put(key(ballot), seal.close(new Seal.Cast(ballot))));
        octets.values().forEach(heartbeats::publish);
        ballots.putAll(octets);
    }

    /** Tells overrides to those who are here and those who will come. */
    void tell(Collection<OverrideRegister> registers) {
        overrides.tell(registers);
    }

    /** Tells what this replica serves to those who are here and those who will come. */
    void tell(ReleaseNews own) {
        releases.tell(own);
    }

    /** Reads what the others serve, and puts right what is said of this replica. */
    void sweepReleases(@Nullable ReleaseNews own) {
        releases.sweep(own);
    }

    /**
     * Reads everything, and puts right what is this replica's: ballots that got lost are written again, those of an
     * earlier life that nobody replaced are removed.
     */
    void sweep(Map<Pair, Ballot> own) {
        Map<Object, Ballot> missing = new HashMap<>();
        own.values().forEach(ballot -> missing.put(key(ballot), ballot));
        Set<Object> stale = new HashSet<>();
        for (Map.Entry<Object, Object> entry : ballots.entrySet()) {
            Object key = entry.getKey();
            if (!(key instanceof String name)
                    || !name.startsWith(settings.self().node() + "\n")) {
                heardEntry(() -> key, entry::getValue);
            } else if (entry.getValue() instanceof byte[] octets && isLast(octets, missing.get(key))) {
                missing.remove(key);
            } else if (!missing.containsKey(key)) {
                stale.add(key);
            }
        }
        stale.forEach(ballots::remove);
        if (!missing.isEmpty()) {
            write(missing.values());
        }
        overrides.sweep(System.currentTimeMillis());
    }

    private boolean isLast(byte[] octets, @Nullable Ballot own) {
        return own != null
                && seal.open(octets)
                        .filter(message -> message.epoch() == own.epoch() && message.sequence() >= own.sequence())
                        .isPresent();
    }

    /** Leaves without ceremony: every other member has every ballot already. */
    void close() {
        hazelcast.getLifecycleService().terminate();
    }

    private static String key(Ballot ballot) {
        return ballot.node() + "\n" + ballot.pair().check() + "\n"
                + ballot.pair().address();
    }

    private void heardMessage(Message<Object> message) {
        Member member = message.getPublishingMember();
        if (member != null && member.localMember()) {
            return;
        }
        Object octets = unlessRefused(message::getMessageObject);
        Seal.Message opened =
                octets instanceof byte[] sealed ? seal.open(sealed).orElse(null) : null;
        if (opened == null) {
            refuse("a message");
        } else if (opened instanceof Seal.Said(OverrideRegister register)) {
            overrides.heard(register); // whoever of the replicas passes it on
        } else if (opened.node().equals(settings.self().node())) {
            LOG.warn("another replica calls itself {} too: its votes are ignored here", opened.node());
        } else if (opened instanceof Seal.Served(ReleaseNews news)) {
            releases.heard(news);
        } else if (opened instanceof Seal.Cast(Ballot ballot)) {
            events.accept(new ClusterEvent.BallotHeard(ballot));
        } else if (opened instanceof Seal.Heartbeat(Replica replica, long epoch, long sequence)
                && member != null
                && isNews(new Voice(replica, member.getUuid(), epoch, sequence))) {
            events.accept(new ClusterEvent.HeartbeatHeard(replica, epoch));
        } else if (opened instanceof Seal.Pushed pushed
                && pushes.isNews(pushed.node(), pushed.epoch(), pushed.sequence())) {
            events.accept(new ClusterEvent.PushHeard(pushed.pair(), pushed.up(), pushed.why()));
        }
    }

    /** Whether a heartbeat is later than the last: a replayed one keeps nobody alive. */
    private synchronized boolean isNews(Voice voice) {
        Voice last = voices.get(voice.replica().node());
        if (last != null
                && (voice.epoch() < last.epoch()
                        || (voice.epoch() == last.epoch() && voice.sequence() <= last.sequence()))) {
            return false;
        }
        voices.put(voice.replica().node(), voice);
        return true;
    }

    private void left(UUID member) {
        voices.values().stream().filter(voice -> member.equals(voice.member())).forEach(voice -> {
            if (voices.replace(voice.replica().node(), voice, voice.silent())) {
                events.accept(new ClusterEvent.NodeGone(voice.replica().node()));
            }
        });
    }

    private void heardEntry(Supplier<@Nullable Object> entryKey, Supplier<@Nullable Object> entryValue) {
        Object key = unlessRefused(entryKey);
        Object value = unlessRefused(entryValue);
        if (!(key instanceof String name) || !(value instanceof byte[] octets)) {
            refuse("an entry that is no ballot");
            return;
        }
        if (Arrays.equals(known.put(name, octets), octets)) {
            return;
        }
        if (!(seal.open(octets).orElse(null) instanceof Seal.Cast(Ballot ballot))
                || !key(ballot).equals(name)) {
            refuse("a ballot");
            return;
        }
        if (!ballot.node().equals(settings.self().node())) {
            events.accept(new ClusterEvent.BallotHeard(ballot));
        }
    }

    private @Nullable Object unlessRefused(Supplier<@Nullable Object> deserialized) {
        try {
            return deserialized.get();
        } catch (RuntimeException foreignObject) {
            LOG.debug("refused", foreignObject);
            return null;
        }
    }

    private void refuse(String what) {
        refused.increment();
        LOG.debug("refused {} that is malformed or not sealed with the cluster's key", what);
    }
}
