package io.proxima.steer;

import io.proxima.health.Verdict;
import io.proxima.policy.Group;
import io.proxima.policy.Member;
import java.time.Duration;

/**
 * How much of its share a member has that came up a short while ago: a tenth at first, all of it after its slow start, and in
 * between on a straight line, in steps.
 *
 * <p>A step takes a second, or a hundredth of the slow start where that is longer: no recovery costs more than a hundred
 * refreshes. A member that never was down is not ramped, and a clock that is set back ends a ramp.
 *
 * @param durationMillis of the slow start; 0 for none
 */
record Ramp(long durationMillis) {
    private static final double FIRST = 0.1;
    private static final int STEPS_AT_MOST = 100;
    private static final long SHORTEST_STEP_MILLIS = 1_000;

    /** The ramp of a member in a group: its own slow start, else the group's. */
    static Ramp of(Group group, Member member) {
        Duration own = member.slowStart();
        return new Ramp((own == null ? group.stability().slowStart() : own).toMillis());
    }

    /** The part of its share that a member with this verdict has now, from a tenth to 1. */
    double share(Verdict verdict, long nowMillis) {
        return isUnderWay(verdict, nowMillis)
                ? FIRST + (1 - FIRST) * stepsDone(verdict, nowMillis) * stepMillis() / durationMillis
                : 1;
    }

    /** When that changes next, on the wall clock; {@code Long.MAX_VALUE} for never. */
    long nextMillis(Verdict verdict, long nowMillis) {
        long next = verdict.changedAtMillis()
                + Math.min(durationMillis, (stepsDone(verdict, nowMillis) + 1) * stepMillis());
        return isUnderWay(verdict, nowMillis) ? next : Long.MAX_VALUE;
    }

    private boolean isUnderWay(Verdict verdict, long nowMillis) {
        long since = nowMillis - verdict.changedAtMillis();
        return verdict.up() && verdict.changedAtMillis() != 0 && since >= 0 && since < durationMillis;
    }

    private long stepsDone(Verdict verdict, long nowMillis) {
        return (nowMillis - verdict.changedAtMillis()) / stepMillis();
    }

    private long stepMillis() {
        return Math.max(SHORTEST_STEP_MILLIS, durationMillis / STEPS_AT_MOST);
    }
}
