package io.proxima.cluster;

import com.hazelcast.core.EntryAdapter;
import com.hazelcast.core.EntryEvent;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.replicatedmap.ReplicatedMap;
import io.proxima.health.OverrideRegister;
import io.proxima.health.PoolMember;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Overrides in and out of a replicated map of their own, a register a member.
 *
 * <p>Any replica writes any key, which a replicated map does not reconcile: so whoever sees an older register than it knows,
 * or none, writes the newer one over it, again and again ({@link #sweep}). Registers are totally ordered, so this ends, with
 * the last on every replica; after a split brain too, whatever Hazelcast made of the two maps. A replica whose copy of the map
 * lacks what others have (it was filled while a member left) would not learn it from there: so all is also told aloud a few
 * times after a member came, and twice a minute.
 */
final class OverrideMap {
    private static final Logger LOG = LoggerFactory.getLogger(OverrideMap.class);
    private static final int SWEEPS_ALOUD = 3;
    private static final int SWEEPS_BETWEEN = 15;

    private final Seal seal;
    private final Consumer<byte[]> aloud;
    private final Consumer<ClusterEvent> events;
    private final LongAdder refused;
    private final ReplicatedMap<Object, Object> map;
    private final Map<PoolMember, OverrideRegister> words;
    private final AtomicInteger sweepsAloud = new AtomicInteger();
    private int sweeps;

    /** What was read last under a key, and need not be opened again. */
    private final Map<Object, byte[]> known = new ConcurrentHashMap<>();

    /**
     * @param aloud tells sealed octets to all who listen now
     * @param words the newest register known of each member; outlives this member of Hazelcast's
     */
    OverrideMap(
            HazelcastInstance hazelcast,
            Seal seal,
            Consumer<byte[]> aloud,
            Consumer<ClusterEvent> events,
            LongAdder refused,
            Map<PoolMember, OverrideRegister> words) {
        this.seal = seal;
        this.aloud = aloud;
        this.events = events;
        this.refused = refused;
        this.map = hazelcast.getReplicatedMap(HazelcastConfig.OVERRIDES);
        this.words = words;
    }

    /** Begins to listen. */
    void open() {
        map.addEntryListener(new EntryAdapter<Object, Object>() {
            @Override
            public void entryAdded(EntryEvent<Object, Object> event) {
                heardEntry(event::getKey, event::getValue);
            }

            @Override
            public void entryUpdated(EntryEvent<Object, Object> event) {
                heardEntry(event::getKey, event::getValue);
            }
        });
    }

    /** Takes note that a member came, who will soon listen. */
    void memberCame() {
        sweepsAloud.set(SWEEPS_ALOUD);
    }

    /** Tells registers to those who listen now, and writes them for those who join later; both, as with ballots. */
    void tell(Collection<OverrideRegister> registers) {
        registers.forEach(register -> aloud.accept(seal.close(new Seal.Said(register))));
        write(registers);
    }

    private void write(Collection<OverrideRegister> registers) {
        Map<Object, Object> octets = new HashMap<>();
        registers.forEach(register -> octets.put(key(register.member()), seal.close(new Seal.Said(register))));
        map.putAll(octets);
    }

    /** Takes a register that came, and passes it on where it is news. */
    void heard(OverrideRegister register) {
        OverrideRegister last = words.get(register.member());
        if (last == null || register.follows(last)) {
            words.merge(register.member(), register, (old, next) -> next.follows(old) ? next : old);
            events.accept(new ClusterEvent.OverrideHeard(register));
        }
    }

    /** Reads everything, puts right what is older than what is known here, and removes what nobody needs any more. */
    void sweep(long nowMillis) {
        words.values().removeIf(register -> register.forgettable(nowMillis));
        Map<Object, OverrideRegister> missing = new HashMap<>();
        words.values().forEach(register -> missing.put(key(register.member()), register));
        List<Object> old = new ArrayList<>();
        for (Map.Entry<Object, Object> entry : map.entrySet()) {
            OverrideRegister register = heardEntry(entry::getKey, entry::getValue);
            if (register == null) {
                continue;
            }
            Object key = key(register.member());
            OverrideRegister own = missing.get(key);
            if (own == null || !own.follows(register)) {
                missing.remove(key);
            }
            if (register.forgettable(nowMillis)) {
                old.add(key);
            }
        }
        old.forEach(map::remove);
        if (sweepsAloud.getAndUpdate(left -> Math.max(0, left - 1)) > 0 || ++sweeps % SWEEPS_BETWEEN == 0) {
            words.values().forEach(register -> aloud.accept(seal.close(new Seal.Said(register))));
        }
        if (!missing.isEmpty()) {
            write(missing.values());
        }
    }

    /** The register of an entry, passed on where it is news; null where it is none. */
    private @Nullable OverrideRegister heardEntry(
            Supplier<@Nullable Object> entryKey, Supplier<@Nullable Object> entryValue) {
        try {
            Object key = entryKey.get();
            Object value = entryValue.get();
            if (key instanceof String name
                    && value instanceof byte[] octets
                    && seal.open(octets).orElse(null) instanceof Seal.Said(OverrideRegister register)
                    && key(register.member()).equals(name)) {
                known.put(name, octets);
                heard(register);
                return register;
            }
            refuse(key, value);
        } catch (RuntimeException foreignObject) {
            LOG.debug("refused", foreignObject);
            refused.increment();
        }
        return null;
    }

    /** What stands there and is refused is counted once, not with every sweep. */
    private void refuse(@Nullable Object key, @Nullable Object value) {
        if (key instanceof String name
                && value instanceof byte[] octets
                && Arrays.equals(known.put(name, octets), octets)) {
            return;
        }
        refused.increment();
        LOG.debug("refused an override that is malformed or not sealed with the cluster's key");
    }

    private static String key(PoolMember member) {
        return member.zone() + "\n" + member.pool() + "\n" + member.member();
    }
}
