package io.proxima.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How often a check probes and what makes it vote down, as far as an operator wrote it; null where nothing is written.
 *
 * @param rest where the fast interval and the jitter come from, which are not derived
 */
record WrittenPace(
        @Nullable Duration every,
        @Nullable Duration timeout,
        @Nullable Integer fall,
        Pace rest) {
    /** Nobody is hurried beyond these: a probe around the world, with TLS, takes most of a second. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration USUAL_EVERY = Duration.ofSeconds(5);
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(100);

    /** A pace without gaps. */
    record Whole(Duration every, Duration timeout, int fall, Detection detection) {}

    /**
     * What a pool asks of its checks.
     *
     * @param steadySeconds the longest TTL that is written at a name that it steers; 0 where none is
     * @param unsettledSeconds the same while something is changing
     */
    record Demand(RecoverWithin promise, int steadySeconds, int unsettledSeconds) {
        boolean isMet(Detection detection) {
            return promise.mostSteadySeconds(detection) >= Math.max(1, steadySeconds)
                    && promise.mostUnsettledSeconds(detection) >= Math.max(1, unsettledSeconds);
        }

        /** Whether the TTL gets half of the time, where it is not written. */
        boolean isMetAtLeisure(Detection detection) {
            Duration both = detection.doubt().multipliedBy(2);
            return isMet(detection) && (steadySeconds > 0 || both.compareTo(promise.within()) <= 0);
        }

        /** Whatever the names say: their TTLs are derived, or blamed. */
        Demand withoutTtl() {
            return new Demand(promise, 0, 0);
        }
    }

    /**
     * The gaps filled so that all demands are met: the usual values where they leave half the time to the TTL, else as little
     * faster as that takes, and with {@code fall: 1} only where two failures in a row take too long.
     *
     * @return empty where what is written makes it impossible
     */
    Optional<Whole> meeting(List<Demand> demands) {
        for (int tries : fall == null ? new int[] {2, 1} : new int[] {fall}) {
            Optional<Whole> whole = first(
                            tries, bounds -> demands.stream().allMatch(demand -> demand.isMetAtLeisure(bounds)))
                    .or(() -> first(tries, bounds -> demands.stream().allMatch(demand -> demand.isMet(bounds))));
            if (whole.isPresent()) {
                return whole;
            }
        }
        return Optional.empty();
    }

    private Optional<Whole> first(int tries, Predicate<Detection> fits) {
        return Stream.of(USUAL_TIMEOUT, SHORTEST)
                .flatMap(limit -> intervals().stream().map(interval -> whole(interval, limit, tries)))
                .filter(whole -> fits.test(whole.detection()))
                .findFirst();
    }

    /** The gaps filled with what is quickest. */
    Whole quickest() {
        return whole(intervals().getLast(), SHORTEST, fall == null ? 1 : fall);
    }

    private Whole whole(Duration interval, Duration limit, int tries) {
        Duration part = STEP.multipliedBy(interval.multipliedBy(2).dividedBy(5).dividedBy(STEP));
        Duration derived = max(SHORTEST, min(limit, part));
        Duration within = timeout == null ? min(derived, interval) : timeout;
        return new Whole(interval, within, tries, Detection.of(rest.at(interval, within), tries));
    }

    /** From the usual one down to the shortest; never shorter than the time-out. */
    private List<Duration> intervals() {
        if (every != null) {
            return List.of(every);
        }
        Duration shortest = timeout == null ? SHORTEST : max(SHORTEST, timeout);
        return Stream.iterate(
                        max(USUAL_EVERY, shortest),
                        interval -> interval.compareTo(shortest) >= 0,
                        interval -> interval.minus(STEP))
                .toList();
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
