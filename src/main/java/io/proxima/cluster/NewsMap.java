package io.proxima.cluster;

import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which release each replica serves, in and out of a replicated map: each under its own name, which nobody else writes.
 *
 * <p>As with overrides, a copy of the map may lack what others have, so what this replica serves is also told aloud when it
 * changes, a few times after a member came, and twice a minute.
 */
final class NewsMap {
    private static final Logger LOG = LoggerFactory.getLogger(NewsMap.class);
    private static final int SWEEPS_ALOUD = 3;
    private static final int SWEEPS_BETWEEN = 15;

    private final String self;
    private final Seal seal;
    private final Consumer<byte[]> aloud;
    private final Consumer<ClusterEvent> events;
    private final LongAdder refused;
    private final ReplicatedMap<Object, Object> map;
    private final AtomicInteger sweepsAloud = new AtomicInteger();
    private final Order order = new Order();
    private int sweeps;

    NewsMap(
            HazelcastInstance hazelcast,
            ClusterSettings settings,
            Seal seal,
            Consumer<byte[]> aloud,
            Consumer<ClusterEvent> events,
            LongAdder refused) {
        this.self = settings.self().node();
        this.seal = seal;
        this.aloud = aloud;
        this.events = events;
        this.refused = refused;
        this.map = hazelcast.getReplicatedMap(HazelcastConfig.RELEASES);
    }

    /** Begins to listen. */
    void open() {
        map.addEntryListener(new EntryAdapter<Object, Object>() {
            @Override
            public void onEntryEvent(EntryEvent<Object, Object> event) {
                heardEntry(event::getKey, event::getValue);
            }
        });
    }

    /** Takes note that a member came, who will soon listen. */
    void memberCame() {
        sweepsAloud.set(SWEEPS_ALOUD);
    }

    /** Tells those who listen now, and writes it for those who join later; both, as with ballots. */
    void tell(ReleaseNews own) {
        byte[] octets = seal.close(new Seal.Served(own));
        aloud.accept(octets);
        map.put(self, octets);
    }

    /** Takes what another replica said, and passes it on where it is news. */
    void heard(ReleaseNews news) {
        if (order.isNews(news.node(), news.epoch(), news.sequence())) {
            events.accept(new ClusterEvent.ReleaseHeard(news));
        }
    }

    /** Reads everything, and writes again what is this replica's where that got lost. */
    void sweep(@Nullable ReleaseNews own) {
        boolean there = false;
        for (Map.Entry<Object, Object> entry : map.entrySet()) {
            ReleaseNews news = heardEntry(entry::getKey, entry::getValue);
            there |= own != null && own.equals(news);
        }
        if (own != null) {
            boolean again =
                    sweepsAloud.getAndUpdate(left -> Math.max(0, left - 1)) > 0 || ++sweeps % SWEEPS_BETWEEN == 0;
            if (!there) {
                tell(own);
            } else if (again) {
                aloud.accept(seal.close(new Seal.Served(own)));
            }
        }
    }

    private @Nullable ReleaseNews heardEntry(
            Supplier<@Nullable Object> entryKey, Supplier<@Nullable Object> entryValue) {
        try {
            if (entryKey.get() instanceof String name
                    && entryValue.get() instanceof byte[] octets
                    && seal.open(octets).orElse(null) instanceof Seal.Served(ReleaseNews news)
                    && news.node().equals(name)) {
                if (!name.equals(self)) {
                    heard(news);
                }
                return news;
            }
            LOG.debug("refused what a replica serves: malformed or not sealed with the cluster's key");
        } catch (RuntimeException foreignObject) {
            LOG.debug("refused", foreignObject);
        }
        refused.increment();
        return null;
    }
}
