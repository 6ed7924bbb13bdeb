package io.proxima.policy;

import io.proxima.source.Place;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An inner node of a pool.
 *
 * <p>{@code site}, {@code check}, {@code stability} and {@code dropTogether} are in force here: the group's own, or the nearest
 * ancestor's; but for the panic share, which is the group's own alone.
 *
 * @param name as written, or {@code POOL/INDEX…} from the positions in the tree
 * @param line the line that leads here, or null
 * @param weight as written, empty for the sum of the weights of its up members
 * @param site its place by name, or null
 * @param choose how it chooses among its children
 * @param check the check of its members by name, or null where they are not probed
 * @param stability how it goes on while members are down
 * @param dropTogether whether a member that is down in one family is not served in the other either; false by default
 */
public record Group(
        String name,
        @Nullable String line,
        OptionalInt weight,
        @Nullable String site,
        Rule choose,
        @Nullable String check,
        Stability stability,
        boolean dropTogether,
        Children children,
        Place place) {

    /** What a group chooses among. */
    public sealed interface Children {
        /** Servers: the group is a leaf of the pool's inner tree. */
        record Members(List<Member> members) implements Children {}

        /** Further groups. */
        record Groups(List<Group> groups) implements Children {}
    }
}
