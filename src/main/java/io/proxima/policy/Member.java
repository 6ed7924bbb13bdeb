package io.proxima.policy;

import io.proxima.source.Place;
import io.proxima.wire.Name;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
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
 * @param capacity how many queries a second may be answered with it, by which a change is judged beforehand; answers do not
 *     depend on it
 */
public record Member(
        String key,
        Source source,
        int weight,
        @Nullable String site,
        @Nullable String check,
        @Nullable Duration slowStart,
        @Nullable Boolean dropTogether,
        OptionalInt capacity,
        Place place) {

    /** A member of which nobody says how much it takes. */
    public Member(
            String key,
            Source source,
            int weight,
            @Nullable String site,
            @Nullable String check,
            @Nullable Duration slowStart,
            @Nullable Boolean dropTogether,
            Place place) {
        this(key, source, weight, site, check, slowStart, dropTogether, OptionalInt.empty(), place);
    }

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
