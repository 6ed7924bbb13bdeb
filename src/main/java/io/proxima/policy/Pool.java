package io.proxima.policy;

import io.proxima.source.Place;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tree whose leaves are members.
 *
 * @param root the tree, or null for the flat pool: the steered name's own RRset, every weight 1, chosen by {@code flatRule}
 * @param flatRule how a flat pool chooses, {@code all} where nothing is written
 * @param flatCheck a flat pool's check by name, or null
 * @param stability how the root, or the flat pool, goes on while members are down
 * @param recoverWithin how soon clients are off a dead member, or null where nothing is promised
 */
public record Pool(
        String name,
        @Nullable Group root,
        Rule flatRule,
        @Nullable String flatCheck,
        Stability stability,
        AllDown allDown,
        @Nullable RecoverWithin recoverWithin,
        Place place) {

    /** The checks by name that its members are judged by, in whatever groups they stand. */
    public Set<String> checks() {
        Set<String> checks = new LinkedHashSet<>();
        if (root != null) {
            collect(root, checks);
        } else if (flatCheck != null) {
            checks.add(flatCheck);
        }
        return checks;
    }

    private static void collect(Group group, Set<String> into) {
        switch (group.children()) {
            case Group.Children.Groups(List<Group> groups) -> groups.forEach(child -> collect(child, into));
            case Group.Children.Members(List<Member> members) ->
                members.stream()
                        .map(member -> member.check() == null ? group.check() : member.check())
                        .filter(Objects::nonNull)
                        .forEach(into::add);
        }
    }
}
