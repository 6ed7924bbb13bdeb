package io.proxima.policy;

import io.proxima.source.Place;
import java.time.ZoneId;

/**
 * A window that comes back every week, in which something is said of members.
 *
 * @param target of which, as written; what it names is known to who has the zones too
 * @param timeZone by whose clocks the window is meant
 * @param targetPlace where the target stands
 */
public record Maintenance(
        String target, WeeklyWindow weekly, ZoneId timeZone, Action action, String why, Place targetPlace) {

    /** What is said; the words are those of the commands. */
    public enum Action {
        DRAIN,
        FORCE_UP,
        FORCE_DOWN
    }
}
