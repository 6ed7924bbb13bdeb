package io.proxima.probe;

import io.proxima.health.Pair;

/**
 * What came of one probe.
 *
 * @param reason in a few words for operators: {@code status 200}, {@code timed out after 2000 ms connecting}
 * @param latencyNanos from the first packet sent to the verdict on the response, or to the failure
 */
public record ProbeResult(Pair pair, Outcome outcome, String reason, long latencyNanos) {

    /** Whether the member is well. */
    public boolean success() {
        return outcome == Outcome.SUCCESS;
    }
}
