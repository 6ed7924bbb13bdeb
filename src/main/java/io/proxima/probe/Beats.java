package io.proxima.probe;

import io.proxima.health.Pair;
import io.proxima.policy.Ask;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What members of kind push last said, and when it was heard here.
 *
 * <p>What is older than the longest time-to-live of all says nothing any more and is forgotten now and then. Confined to the
 * event loop.
 */
final class Beats {
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int FEW = 1_000;
    private static final String SAYS_UP = "heartbeat says up";
    private static final String SAYS_DOWN = "heartbeat says down";

    private final LongSupplier nanos;
    private final Map<Pair, Beat> beats = new HashMap<>();
    private int sweepBeyond = FEW;

    /** @param silent whether nothing was heard: then it is when the waiting began */
    private record Beat(long atNanos, boolean silent, boolean up, String why) {}

    Beats(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes a pair's word; whether it says something else than the last. */
    boolean heard(Pair pair, boolean up, String why) {
        Beat last = beats.put(pair, new Beat(nanos.getAsLong(), false, up, why));
        sweep();
        return last == null || last.silent() || last.up() != up;
    }

    /** Looks at a pair, the first time to begin to wait for its word; has an outcome before it returns. */
    Attempt look(Pair pair, Ask.Push ask, Attempt.Listener listener) {
        long now = nanos.getAsLong();
        Beat beat = beats.computeIfAbsent(pair, key -> new Beat(now, true, false, ""));
        long seconds = (now - beat.atNanos()) / 1_000_000_000;
        boolean fresh = now - beat.atNanos() <= ask.ttl().toNanos();
        if (!fresh) {
            listener.decided(
                    Outcome.FAILURE,
                    beat.silent() ? "no heartbeat in " + seconds + " s" : "last heartbeat " + seconds + " s ago",
                    0);
        } else if (beat.silent()) {
            listener.decided(Outcome.NONE, "no heartbeat yet", 0);
        } else {
            listener.decided(
                    beat.up() ? Outcome.SUCCESS : Outcome.FAILURE,
                    !beat.why().isEmpty() ? beat.why() : beat.up() ? SAYS_UP : SAYS_DOWN,
                    0);
        }
        listener.released();
        return () -> {}; // it has ended
    }

    private void sweep() {
        if (beats.size() > sweepBeyond) {
            long oldest = nanos.getAsLong() - LONGEST.toNanos();
            beats.values().removeIf(beat -> beat.atNanos() < oldest);
            sweepBeyond = Math.max(FEW, beats.size() * 2);
        }
    }
}
