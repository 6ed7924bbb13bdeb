package io.proxima.policy;

import io.proxima.source.Place;
import java.time.Duration;

/**
 * A promise that a pool makes: so long after a member has died, no client has its address any more.
 *
 * <p>What of the interval, {@code fall} and the time-out of its checks is not written, and the TTLs of names that steer by it
 * where they are not written either, is derived from it. Clients are taken to keep to TTLs.
 */
public record RecoverWithin(Duration within, Place place) {
    private static final int UNSETTLED_SECONDS = 5;

    /** The most a name's TTLs may be: the zone's own, or less where that would be too long. */
    public SteeredName.Ttl ttl(Detection detection, int zoneSeconds) {
        int steady = (int) Math.min(zoneSeconds, Math.max(1, mostSteadySeconds(detection)));
        int unsettled = Math.clamp(mostUnsettledSeconds(detection), 1, UNSETTLED_SECONDS);
        return new SteeredName.Ttl(steady, Math.min(steady, unsettled));
    }

    /** The longest steady TTL that keeps the promise, in seconds; negative where none does. */
    public long mostSteadySeconds(Detection detection) {
        return Math.floorDiv(within.minus(detection.doubt()).toMillis(), 1_000L);
    }

    /** The longest unsettled TTL that keeps the promise, in seconds; negative where none does. */
    public long mostUnsettledSeconds(Detection detection) {
        return Math.floorDiv(within.minus(detection.verdict()).toMillis(), 1_000L);
    }

    /** Whether some TTL keeps the promise. */
    public boolean isKept(Detection detection) {
        return mostSteadySeconds(detection) >= 1 && mostUnsettledSeconds(detection) >= 1;
    }
}
