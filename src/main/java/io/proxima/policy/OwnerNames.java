package io.proxima.policy;

import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.wire.Name;

/** What members and steered names have in common as owner names. */
final class OwnerNames {
    private OwnerNames() {}

    /** Warns of {@code www.example.com} in the zone {@code example.com.}, which lacks its last dot. */
    static void warnOfMissingDot(String text, Name name, Name apex, Place place, Findings findings) {
        if (apex.labelCount() == 0 || text.endsWith(".") || text.equals("@")) {
            return;
        }
        if (Name.parse(text).isAtOrBelow(apex)) {
            findings.warning(
                    place,
                    "\"" + text + "\" is " + name,
                    "it lacks its last dot, or the zone's name behind it is too much");
        }
    }
}
