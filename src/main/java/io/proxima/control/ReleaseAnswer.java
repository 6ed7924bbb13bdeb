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
 * @param warnings what was found in it nevertheless, a line each
 */
public record ReleaseAnswer(
        int version,
        String outcome,
        String release,
        String since,
        @Nullable Boolean answering,
        List<String> warnings) {}
