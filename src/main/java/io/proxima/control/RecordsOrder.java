package io.proxima.control;

import io.proxima.wire.Name;
import io.proxima.zone.ZoneChange;
import java.util.List;

/**
 * An edit of a zone's records, all or nothing.
 *
 * @param ifMatch the versions of the zone that it is meant for, as {@code If-Match} has them
 * @param many whether it came as a list of changes
 * @param author who wants it
 * @param why in the author's words; empty where nothing was said
 */
public record RecordsOrder(
        Name zone, String ifMatch, List<ZoneChange> changes, boolean many, String author, String why) {
    public RecordsOrder {
        changes = List.copyOf(changes);
    }

    /** Whether it is meant for a version (RFC 9110 section 13.1.1); weak tags never are. */
    boolean isFor(String version) {
        for (String tag : ifMatch.split(",", -1)) {
            String trimmed = tag.strip();
            if (trimmed.equals("*") || trimmed.equals(quoted(version))) {
                return true;
            }
        }
        return false;
    }

    static String quoted(String version) {
        return "\"" + version + "\"";
    }
}
