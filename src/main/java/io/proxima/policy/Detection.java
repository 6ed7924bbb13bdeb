package io.proxima.policy;

import java.time.Duration;

/**
 * How long a failure goes unnoticed at most, by a check's parameters.
 *
 * <p>A member that fails right after it was probed is probed again one interval later, which may be longer by the jitter;
 * that probe takes up to its time-out to fail. From then on the pair is in doubt, and the names that it serves are unsettled.
 * A doubt is looked into at the fast interval, until {@code fall} probes in a row have failed. A second is allowed for the way of
 * votes from one replica to another.
 *
 * <p>It holds while the vantage points live and hear one another, and probes are not kept waiting for sockets.
 *
 * @param doubt from the failure until its first probe has failed and everybody knows
 * @param verdict from the failure until it is no longer served
 * @param arithmetic how the two come about, in words for operators
 */
public record Detection(Duration doubt, Duration verdict, String arithmetic) {
    private static final Duration VOTES = Duration.ofSeconds(1);

    /** The bounds of one check. */
    public static Detection of(Check check) {
        Pace pace = check.ask() instanceof Ask.Push push ? silence(check.pace(), push) : check.pace();
        Detection bounds = of(pace, check.fall());
        return new Detection(bounds.doubt(), bounds.verdict(), "check " + check.name() + ": " + bounds.arithmetic());
    }

    /** A member that falls silent fails when its last word is too old. */
    private static Pace silence(Pace pace, Ask.Push push) {
        return new Pace(pace.every(), push.ttl(), pace.fast(), pace.jitter());
    }

    /** The bounds of a check that probes so. */
    static Detection of(Pace pace, int fall) {
        Duration doubt = pace.longest().plus(pace.timeout()).plus(VOTES);
        Duration again = pace.longestUnsettled().plus(pace.timeout());
        Duration verdict = doubt.plus(again.multipliedBy(fall - 1L));
        String arithmetic = "every " + words(pace.every()) + " + " + Math.round(pace.jitter() * 100) + " % + timeout "
                + words(pace.timeout())
                + " + votes " + words(VOTES) + " = " + words(doubt) + " until in doubt"
                + (fall == 1
                        ? " and down (fall 1)"
                        : ", + " + (fall - 1) + " x " + words(again) + " = " + words(verdict) + " until down (fall "
                                + fall + ")");
        return new Detection(doubt, verdict, arithmetic);
    }

    /** Of two checks, the longer bounds. */
    public Detection or(Detection other) {
        boolean longerDoubt = doubt.compareTo(other.doubt) >= 0;
        boolean longerVerdict = verdict.compareTo(other.verdict) >= 0;
        return longerDoubt == longerVerdict
                ? (longerDoubt ? this : other)
                : new Detection(
                        longerDoubt ? doubt : other.doubt,
                        longerVerdict ? verdict : other.verdict,
                        arithmetic + "; " + other.arithmetic);
    }

    /**
     * How long after a failure a client may still have the dead member's address: an answer from just before the doubt is kept
     * for the steady TTL, one from just before the verdict for the unsettled one.
     */
    public Duration offWithin(long steadySeconds, long unsettledSeconds) {
        Duration steady = doubt.plusSeconds(steadySeconds);
        Duration unsettled = verdict.plusSeconds(unsettledSeconds);
        return steady.compareTo(unsettled) > 0 ? steady : unsettled;
    }

    /** A duration as the policy file would have it, or in seconds with a fraction: {@code 8.5s}. */
    public static String words(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            return duration.toMillis() + "ms";
        }
        return new java.math.BigDecimal(duration.toMillis())
                        .movePointLeft(3)
                        .stripTrailingZeros()
                        .toPlainString()
                + "s";
    }
}
