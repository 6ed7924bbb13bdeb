package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An RRset while its records come in. */
final class RrsetDraft {
    /** From so many records on, duplicates are looked up by hash. */
    private static final int MANY = 8;

    private final Name owner;
    private final int type;
    private final Place place;
    private final boolean keepsPlaces;
    private final List<byte[]> octets = new ArrayList<>(1);
    private final List<byte[]> canonical = new ArrayList<>(1);
    private final List<Place> places = new ArrayList<>(1);
    private @Nullable Set<ByteBuffer> seen;
    private long ttlSeconds;
    private boolean ttlReported;

    RrsetDraft(Name owner, int type, long ttlSeconds, Place place) {
        this.owner = owner;
        this.type = type;
        this.ttlSeconds = ttlSeconds;
        this.place = place;
        this.keepsPlaces = Types.targetOffset(type) >= 0;
    }

    /** Adds a record, unless the set has it. */
    void add(Rdata rdata, long ttl, Place at, Findings findings) {
        // An RRSIG's TTL is that of the set it signs (RFC 4034 section 3), so those at one name differ rightly.
        if (ttl != ttlSeconds && type != RrType.RRSIG && !ttlReported) {
            ttlReported = true;
            findings.warning(
                    at,
                    "the " + Types.name(type) + " records of " + owner
                            + " differ in TTL; the smallest is taken (RFC 2181" + " section 5.2)",
                    "give all of them one TTL; the first is in line " + place.line());
        }
        ttlSeconds = Math.min(ttl, ttlSeconds);
        if (isDuplicate(rdata.canonical())) {
            findings.warning(at, "this " + Types.name(type) + " record stands twice; the second is left out", null);
            return;
        }
        octets.add(rdata.octets());
        canonical.add(rdata.canonical());
        if (keepsPlaces) {
            places.add(at);
        }
    }

    private boolean isDuplicate(byte[] rdata) {
        if (seen != null) {
            return !seen.add(ByteBuffer.wrap(rdata));
        }
        for (byte[] other : canonical) {
            if (Arrays.equals(other, rdata)) {
                return true;
            }
        }
        if (canonical.size() == MANY) {
            seen = new HashSet<>();
            canonical.forEach(known -> seen.add(ByteBuffer.wrap(known)));
            seen.add(ByteBuffer.wrap(rdata));
        }
        return false;
    }

    Name owner() {
        return owner;
    }

    int type() {
        return type;
    }

    int size() {
        return octets.size();
    }

    /** Where the first record stands. */
    Place place() {
        return place;
    }

    /** Where one record stands; only for types whose data begin with, or hold, the name of a target. */
    Place place(int record) {
        return places.get(record);
    }

    /** The target of one record; only for types that have one. */
    Name target(int record) {
        return Names.in(octets.get(record), Types.targetOffset(type));
    }

    byte[] octets(int record) {
        return octets.get(record);
    }

    Rrset finish() {
        return new Rrset(owner, type, ttlSeconds, octets, place);
    }
}
