package io.proxima.health;

import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who is alive, by the heartbeats heard and this replica's own monotonic clock. Confined to one thread. */
final class Peers {
    private final Replica self;
    private final long freshNanos;
    private final Map<String, Beat> beats = new HashMap<>();

    /** What was worked out last, until somebody is heard or is heard no more; asked for with every probe's result. */
    private @Nullable Known known;

    /** @param freshNanos how long after {@code atNanos} it stays true */
    private record Known(Map<Replica, Long> live, long ownEpoch, long atNanos, long freshNanos) {
        boolean holds(long epoch, long nowNanos) {
            return ownEpoch == epoch && nowNanos >= atNanos && nowNanos - atNanos < freshNanos;
        }
    }

    private record Beat(Replica replica, long epoch, long heardNanos, boolean here) {}

    Peers(Replica self, Duration freshFor) {
        this.self = self;
        this.freshNanos = freshFor.toNanos();
    }

    /** Takes note of a heartbeat; one of an earlier life of its sender is ignored. */
    void heartbeat(Replica replica, long epoch, long nowNanos) {
        Beat last = beats.get(replica.node());
        if (!replica.node().equals(self.node()) && (last == null || epoch >= last.epoch())) {
            beats.put(replica.node(), new Beat(replica, epoch, nowNanos, true));
            known = null;
        }
    }

    /** Takes note that a replica left; its epoch is remembered, so that an old heartbeat does not bring it back. */
    void gone(String node) {
        beats.computeIfPresent(node, (name, beat) -> new Beat(beat.replica(), beat.epoch(), beat.heardNanos(), false));
        known = null;
    }

    /** The replicas alive with their epochs, by name; this one among them, its epoch as given. */
    Map<Replica, Long> live(long ownEpoch, long nowNanos) {
        Known last = known;
        if (last != null && last.holds(ownEpoch, nowNanos)) {
            return last.live();
        }
        Map<String, Replica> names = new TreeMap<>();
        names.put(self.node(), self);
        long fresh = Long.MAX_VALUE;
        for (Beat beat : beats.values()) {
            long left = freshNanos - (nowNanos - beat.heardNanos());
            if (beat.here() && left > 0) {
                names.put(beat.replica().node(), beat.replica());
                fresh = Math.min(fresh, left);
            }
        }
        Map<Replica, Long> live = new LinkedHashMap<>();
        names.forEach((node, replica) -> {
            Beat beat = beats.get(node);
            live.put(replica, beat == null ? ownEpoch : beat.epoch());
        });
        Map<Replica, Long> all = Collections.unmodifiableMap(live);
        known = new Known(all, ownEpoch, nowNanos, fresh);
        return all;
    }
}
