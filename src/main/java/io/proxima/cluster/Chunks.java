package io.proxima.cluster;

import com.hazelcast.map.IMap;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pieces of releases, where every replica can take them: each by what it is a piece of and its number, twice among all
 * replicas. What lies here is believed only once it is put together and checked against its hash.
 *
 * <p>Methods wait for the other replicas, for seconds where one has just died, and throw Hazelcast's unchecked exceptions.
 */
public final class Chunks {
    private final IMap<Object, Object> map;

    Chunks(IMap<Object, Object> map) {
        this.map = map;
    }

    /** A piece; empty where it is not there, or what is there is no octets. */
    Optional<byte[]> get(String key) {
        return map.get(key) instanceof byte[] octets ? Optional.of(octets) : Optional.empty();
    }

    /** Puts pieces there, in place of what was. */
    void put(Map<String, byte[]> pieces) {
        map.setAll(pieces);
    }

    /** How many there are. */
    int size() {
        return map.size();
    }

    /** The keys of all. */
    Set<String> keys() {
        Set<String> keys = new HashSet<>();
        for (Object key : map.keySet()) {
            if (key instanceof String name) {
                keys.add(name);
            }
        }
        return keys;
    }

    void remove(Collection<String> keys) {
        keys.forEach(map::delete);
    }
}
