package io.proxima.zone;

import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.EncodedRrset;
import io.proxima.wire.Name;
import io.proxima.wire.RrType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An RRset while its records come in. */
final class RrsetDraft {
    /** From so many records on, duplicates are looked up by hash. */
    private static final int MANY = 8;

    private static final Place[] NO_PLACES = {};

    private final Name owner;
    private final int type;
    private final Place place;
    private final boolean keepsPlaces;
    private byte[][] octets = new byte[1][];
    private byte @Nullable [][] canonical; // null while all records are written as they are compared
    private Place[] places;
    private int size;
    private @Nullable Set<ByteBuffer> seen;
    private long ttlSeconds;
    private boolean ttlReported;
    private @Nullable EncodedRrset finished; // null once a record came since

    RrsetDraft(Name owner, int type, long ttlSeconds, Place place) {
        this.owner = owner;
        this.type = type;
        this.ttlSeconds = ttlSeconds;
        this.place = place;
        this.keepsPlaces = Types.targetOffset(type) >= 0;
        this.places = keepsPlaces ? new Place[] {place} : NO_PLACES;
    }

    /** What was finished already, and stands where the place says. */
    static RrsetDraft of(Name owner, EncodedRrset finished, Place place) {
        RrsetDraft draft = new RrsetDraft(owner, finished.type(), finished.ttlSeconds(), place);
        draft.finished = finished;
        draft.size = finished.size();
        draft.octets = new byte[draft.size][];
        for (int i = 0; i < draft.size; i++) {
            draft.octets[i] = finished.rdata(i);
        }
        if (draft.keepsPlaces) {
            draft.places = new Place[draft.size];
            Arrays.fill(draft.places, draft.place);
        }
        return draft;
    }

    /** Adds a record, unless the set has it. */
    void add(Rdata rdata, long ttl, Words words, Findings findings) {
        // An RRSIG's TTL is that of the set it signs (RFC 4034 section 3), so those at one name differ rightly.
        if (ttl != ttlSeconds && type != RrType.RRSIG && !ttlReported) {
            ttlReported = true;
            findings.warning(
                    words.place(0),
                    "the " + Types.name(type) + " records of " + owner
                            + " differ in TTL; the smallest is taken (RFC 2181" + " section 5.2)",
                    "give all of them one TTL; the first is in line " + place.line());
        }
        finished = ttl < ttlSeconds ? null : finished;
        ttlSeconds = Math.min(ttl, ttlSeconds);
        if (isDuplicate(rdata.canonical())) {
            findings.warning(
                    words.place(0), "this " + Types.name(type) + " record stands twice; the second is left out", null);
            return;
        }
        finished = null;
        if (size == octets.length) {
            grow();
        }
        if (canonical == null && !Arrays.equals(rdata.canonical(), rdata.octets())) {
            canonical = octets.clone();
        }
        octets[size] = rdata.octets();
        if (canonical != null) {
            canonical[size] = rdata.canonical();
        }
        if (keepsPlaces) {
            places[size] = words.place(0);
        }
        size++;
    }

    private void grow() {
        octets = Arrays.copyOf(octets, 2 * size);
        canonical = canonical == null ? null : Arrays.copyOf(canonical, 2 * size);
        places = keepsPlaces ? Arrays.copyOf(places, 2 * size) : NO_PLACES;
    }

    private boolean isDuplicate(byte[] rdata) {
        if (seen != null) {
            return !seen.add(ByteBuffer.wrap(rdata));
        }
        for (int i = 0; i < size; i++) {
            if (Arrays.equals(canonical(i), rdata)) {
                return true;
            }
        }
        if (size >= MANY) {
            seen = new HashSet<>();
            for (int i = 0; i < size; i++) {
                seen.add(ByteBuffer.wrap(canonical(i)));
            }
            seen.add(ByteBuffer.wrap(rdata));
        }
        return false;
    }

    private byte[] canonical(int record) {
        return canonical == null ? octets[record] : canonical[record];
    }

    Name owner() {
        return owner;
    }

    int type() {
        return type;
    }

    int size() {
        return size;
    }

    /** Where the first record stands. */
    Place place() {
        return place;
    }

    /** Where one record stands; only for types whose data begin with, or hold, the name of a target. */
    Place place(int record) {
        return places[record];
    }

    /** The target of one record; only for types that have one. */
    Name target(int record) {
        return Names.in(octets[record], Types.targetOffset(type));
    }

    byte[] octets(int record) {
        return octets[record];
    }

    /** Whether no check asks where its records stand, and all are written as they are compared. */
    boolean isPlain() {
        return !keepsPlaces && canonical == null;
    }

    /** The records, ready to be copied into a response. */
    EncodedRrset finish() {
        if (finished != null) {
            return finished;
        }
        return EncodedRrset.of(
                type,
                ttlSeconds,
                size == 1 ? List.of(octets[0]) : Arrays.asList(octets).subList(0, size));
    }
}
