package io.proxima.health;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Who is alive, by the heartbeats heard and this replica's own monotonic clock. Confined to one thread. */
final class Peers {
    private final Replica self;
    private final long freshNanos;
    private final Map<String, Beat> beats = new HashMap<>();

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
        }
    }

    /** Takes note that a replica left; its epoch is remembered, so that an old heartbeat does not bring it back. */
    void gone(String node) {
        beats.computeIfPresent(node, (name, beat) -> new Beat(beat.replica(), beat.epoch(), beat.heardNanos(), false));
    }

    /** The replicas alive with their epochs, by name; this one among them, its epoch as given. */
    Map<Replica, Long> live(long ownEpoch, long nowNanos) {
        Map<String, Replica> names = new TreeMap<>();
        names.put(self.node(), self);
        beats.values().stream()
                .filter(beat -> beat.here() && nowNanos - beat.heardNanos() < freshNanos)
                .forEach(beat -> names.put(beat.replica().node(), beat.replica()));
        Map<Replica, Long> live = new LinkedHashMap<>();
        names.forEach((node, replica) -> {
            Beat beat = beats.get(node);
            live.put(replica, beat == null ? ownEpoch : beat.epoch());
        });
        return live;
    }
}
