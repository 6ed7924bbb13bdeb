package io.proxima.policy;

import io.proxima.source.Place;
import java.time.Duration;

/**
 * What is asked of a member, and how often.
 *
 * @param ask what is asked
 * @param port where it is asked; 0 where the kind knows no ports, or a program of one's own is told none
 * @param pace how often and for how long
 * @param source from which addresses it is asked
 * @param fall consecutive failures before this vantage point votes down, 2 by default
 * @param rise consecutive successes before it votes up again, 2 by default
 * @param vantages how many replicas probe each member, 3 by default
 * @param holds what keeps it down though it would be up again; nothing by default
 */
public record Check(
        String name,
        Ask ask,
        int port,
        Pace pace,
        Source source,
        int fall,
        int rise,
        int vantages,
        Holds holds,
        Place place) {

    /** The interval between probes from one vantage point. */
    public Duration every() {
        return pace.every();
    }

    /** The longest that one probe may take. */
    public Duration timeout() {
        return pace.timeout();
    }
}
