package io.proxima.health;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one pair's votes say beside what is served of it, and whether it is held down between the two; for one thread.
 *
 * <p>Time goes by the monotonic clock. Only what is taken over from an earlier run is told by the wall clock.
 */
final class Restraint {
    /** Far longer than anything is held, and short enough for sums. */
    private static final long LONG_AGO_MILLIS = TimeUnit.DAYS.toMillis(30);

    private boolean votesUp;
    private boolean servedUp;
    /** Since when it is down, where it is. */
    private long downSinceNanos;

    private Penalty penalty = Penalty.NONE;
    private @Nullable Held held;
    private long heldUntilNanos;

    /** Goes on from a verdict, one of this run or of an earlier one. */
    Restraint(Verdict last, long nowNanos, long nowMillis) {
        votesUp = last.up();
        servedUp = last.up();
        downSinceNanos = before(nowNanos, nowMillis, last.changedAtMillis());
        if (last.held() instanceof Held.Damped damped) {
            penalty = new Penalty(damped.penalty(), before(nowNanos, nowMillis, damped.atMillis()), true);
        }
    }

    /** When something was on the monotonic clock; now, if the wall clock was set back behind it. */
    private static long before(long nowNanos, long nowMillis, long thenMillis) {
        return nowNanos - TimeUnit.MILLISECONDS.toNanos(Math.clamp(nowMillis - thenMillis, 0, LONG_AGO_MILLIS));
    }

    /** What the votes said last. */
    boolean votesUp() {
        return votesUp;
    }

    /** Whether a hold has run out that the last verdict still knows of. */
    boolean isDue(long nowNanos) {
        return held != null && heldUntilNanos - nowNanos <= 0;
    }

    /** What holds the pair down, now that the votes say {@code up}; null where they alone decide. */
    @Nullable
    Held judge(boolean up, Holds holds, long nowNanos, long nowMillis) {
        Damping damping = holds.damping();
        if (damping == null) {
            penalty = Penalty.NONE;
        } else if (votesUp && !up) {
            penalty = penalty.fallen(damping, nowNanos);
        }
        if (servedUp && !up) {
            downSinceNanos = nowNanos;
        }
        votesUp = up;
        servedUp &= up;
        held = servedUp ? null : hold(holds, damping, nowNanos, nowMillis);
        servedUp = up && held == null;
        return held;
    }

    /** Of both holds the one that lasts longer. */
    private @Nullable Held hold(Holds holds, @Nullable Damping damping, long nowNanos, long nowMillis) {
        long downNanos = Math.max(0, downSinceNanos + holds.holdDown().toNanos() - nowNanos);
        long dampedNanos =
                damping != null && penalty.holds(damping, nowNanos) ? penalty.untilNanos(damping) - nowNanos : 0;
        if (downNanos == 0 && dampedNanos == 0) {
            return null;
        }
        boolean damped = dampedNanos >= downNanos;
        long untilNanos = nowNanos + Math.max(downNanos, dampedNanos);
        if (held != null && heldUntilNanos == untilNanos && held instanceof Held.Damped == damped) {
            return held; // as it was said before, though the wall clock may have been set
        }
        heldUntilNanos = untilNanos;
        long untilMillis = nowMillis + TimeUnit.NANOSECONDS.toMillis(untilNanos - nowNanos);
        long fellMillis = nowMillis - TimeUnit.NANOSECONDS.toMillis(nowNanos - penalty.atNanos());
        return damped ? new Held.Damped(penalty.value(), fellMillis, untilMillis) : new Held.Down(untilMillis);
    }
}
