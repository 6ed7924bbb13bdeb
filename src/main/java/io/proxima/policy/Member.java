package io.proxima.policy;

import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One server as a policy names it.
 *
 * @param key as written; unique within the policy
 * @param source where its addresses come from
 * @param weight 0 to 65535; 0 is never drawn while another member of its group is up
 * @param site its place by name, or null for its group's
 * @param check its check by name, or null for its group's
 * @param slowStart how long its share grows after it came up again, or null for its group's
 * @param dropTogether whether it is down in both families once it is down in one, or null for its group's
 */
public record Member(
        String key,
        Source source,
        int weight,
        @Nullable String site,
        @Nullable String check,
        @Nullable Duration slowStart,
        @Nullable Boolean dropTogether,
        Place place) {

    /** What the member is known by, however it is written: its owner name in lower case, or its address. */
    public String identity() {
        return switch (source) {
            case Source.Owner(Name name) -> name.toString().toLowerCase(Locale.ROOT);
            case Source.Literal(InetAddress address) -> address.getHostAddress();
        };
    }

    /** Where a member's addresses come from. */
    public sealed interface Source {
        /** The A and AAAA records of an owner name; of this zone, or absolutely of another served one. */
        record Owner(Name name) implements Source {}

        /** One address that stands in the zone. */
        record Literal(InetAddress address) implements Source {}
    }
}
