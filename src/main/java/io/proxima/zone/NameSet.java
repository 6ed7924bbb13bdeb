package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.HashSet;
import java.util.Set;

/** Some names, with a quick no for most of the others by their hashes. */
final class NameSet {
    private static final int BITS = 1 << 16;

    private final Set<Name> names = new HashSet<>();
    private final long[] bits = new long[BITS / Long.SIZE];

    void add(Name name) {
        if (names.add(name)) {
            int bit = bit(name.hashCode());
            bits[bit / Long.SIZE] |= 1L << bit;
        }
    }

    boolean mayContain(int hash) {
        int bit = bit(hash);
        return (bits[bit / Long.SIZE] & (1L << bit)) != 0;
    }

    boolean contains(Name name) {
        return names.contains(name);
    }

    Set<Name> names() {
        return names;
    }

    private static int bit(int hash) {
        return (hash * 0x9e3779b9) >>> 16;
    }
}
