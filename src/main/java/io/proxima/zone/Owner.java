package io.proxima.zone;

import io.proxima.wire.EncodedRrset;
import io.proxima.wire.Name;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An owner name and all that it owns; immutable. A large zone makes them as they are asked for, and keeps their records alone. */
public final class Owner {
    private static final EncodedRrset[] NOTHING = {};

    private final Name name;
    private final EncodedRrset[] records;

    /**
     * A name and its RRsets.
     *
     * @param name as its first record writes it
     * @param records one a type, by ascending type; nobody changes the array any more
     */
    Owner(Name name, EncodedRrset[] records) {
        this.name = name;
        this.records = records;
    }

    /** A name without records. */
    static Owner ofNothing(Name name) {
        return new Owner(name, NOTHING);
    }

    /** The name, as its first record writes it. */
    public Name name() {
        return name;
    }

    /** Its RRsets, one a type, by ascending type. */
    public List<Rrset> rrsets() {
        Rrset[] rrsets = new Rrset[records.length];
        for (int i = 0; i < rrsets.length; i++) {
            rrsets[i] = new Rrset(name, records[i]);
        }
        return List.of(rrsets);
    }

    /** The number of its RRsets. */
    int size() {
        return records.length;
    }

    /** The records of an RRset, by its number. */
    EncodedRrset records(int rrset) {
        return records[rrset];
    }

    /** Whether another owner has the same records. */
    boolean isLike(@Nullable Owner other) {
        EncodedRrset[] others = other == null ? NOTHING : other.records;
        if (others.length != records.length) {
            return false;
        }
        for (int i = 0; i < others.length; i++) {
            if (!records[i].isLike(others[i])) {
                return false;
            }
        }
        return true;
    }

    /** Its RRset of a type, if it has one. */
    public Optional<Rrset> rrset(int type) {
        for (EncodedRrset encoded : records) {
            if (encoded.type() == type) {
                return Optional.of(new Rrset(name, encoded));
            }
        }
        return Optional.empty();
    }
}
