package io.proxima.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of an order.
 *
 * @param version 1; keys are only added to a version
 * @param outcome {@code active} where the release was put in force, {@code unchanged} where it was in force before
 * @param release in force now
 * @param since when it was put in force, RFC 3339 in UTC
 * @param answering whether no listener answers from before it any more; null where nobody waited for that
 * @param everywhere who answers from it; null where nobody waited for that
 * @param warnings what was found in it nevertheless, a line each
 */
public record ReleaseAnswer(
        int version,
        String outcome,
        String release,
        String since,
        @Nullable Boolean answering,
        @Nullable Everywhere everywhere,
        List<String> warnings) {
    /**
     * How it stands with the replicas.
     *
     * @param answering the names of those that answer from the release, or a later one, at each listener
     * @param missing those that are alive and do not
     * @param unheard how many more are configured and were not heard lately
     */
    public record Everywhere(List<String> answering, List<Missing> missing, int unheard) {}

    /**
     * A replica that does not answer from the release.
     *
     * @param refused whether it will not, and keeps what it serves
     * @param why in a few words
     */
    public record Missing(String node, boolean refused, String why) {}
}
