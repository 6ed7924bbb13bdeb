package io.proxima.catalog;

import io.proxima.steer.PlanState;
import io.proxima.steer.PoolPlan;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The TTL of a steered name: steady while nothing changes in its pool, shorter while something does.
 *
 * <p>A pool is unsettled while a member's verdict is contested or changed within one steady TTL. While something is known to
 * change by itself, as when a member is no longer held down, the TTL does not reach beyond that moment, but for the
 * unsettled one or a second. Decided by the writer thread once a second, read by queries.
 */
public final class SteeredTtl {
    private static final VarHandle SECONDS;

    static {
        try {
            SECONDS = MethodHandles.lookup().findVarHandle(SteeredTtl.class, "seconds", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final long DECIDED_EVERY_MILLIS = 1_000;

    private final PoolPlan plan;
    private final int steadySeconds;
    private final int unsettledSeconds;
    private int seconds;

    SteeredTtl(PoolPlan plan, int steadySeconds, int unsettledSeconds) {
        this.plan = plan;
        this.steadySeconds = steadySeconds;
        this.unsettledSeconds = unsettledSeconds;
        this.seconds = steadySeconds;
    }

    /** The TTL in force, in seconds. */
    public int seconds() {
        return (int) SECONDS.getOpaque(this);
    }

    /** The TTL while nothing changes. */
    public int steadySeconds() {
        return steadySeconds;
    }

    /** The TTL while something changes; a steered NODATA is not kept longer than that. */
    public int unsettledSeconds() {
        return unsettledSeconds;
    }

    /** Decides the TTL in force; on the writer thread. */
    void refresh(long nowMillis) {
        int now = steadySeconds;
        long nextChangeMillis = Long.MAX_VALUE;
        for (PoolPlan pool = plan; pool != null; pool = pool.other()) {
            PlanState state = pool.state();
            boolean changed =
                    state.changedAtMillis() != 0 && nowMillis - state.changedAtMillis() < steadySeconds * 1000L;
            if (state.moving() || changed) {
                now = unsettledSeconds;
            }
            nextChangeMillis = Math.min(nextChangeMillis, state.nextChangeMillis());
        }
        SECONDS.setOpaque(this, Math.min(now, untilSeconds(nextChangeMillis, nowMillis)));
    }

    /** The longest TTL that ends by a moment, of answers that are given until this is decided again. */
    private int untilSeconds(long moment, long nowMillis) {
        if (moment == Long.MAX_VALUE) {
            return Integer.MAX_VALUE;
        }
        long whole = Math.floorDiv(moment - nowMillis - DECIDED_EVERY_MILLIS, 1_000L);
        return Math.clamp(whole, Math.max(1, unsettledSeconds), Integer.MAX_VALUE);
    }
}
