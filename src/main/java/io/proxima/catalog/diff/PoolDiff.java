package io.proxima.catalog.diff;

import io.proxima.policy.Group;
import io.proxima.policy.Member;
import io.proxima.policy.Pool;
import io.proxima.policy.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Two pools of one name, group by group. A group is known by its name, else by its line, else by its number; what it inherits
 * is told once, where it is written. The order of groups and members is told where the rule above them heeds it.
 */
final class PoolDiff {
    private static final Set<String> NO_FIELDS = Set.of("name", "children", "place");

    private final String zone;
    private final Changes changes;

    PoolDiff(String zone, Changes changes) {
        this.zone = zone;
        this.changes = changes;
    }

    void run(@Nullable Pool was, @Nullable Pool is) {
        if (was != null && is != null) {
            fields("pool " + is.name(), fields(was), fields(is), Map.of(), Map.of());
            children("pool " + is.name(), was.name(), is.name(), root(was), root(is));
        } else if (was != null) {
            changes.put(Change.Part.POLICY, zone, "pool " + was.name(), whole(root(was), fields(was), Map.of()), null);
        } else if (is != null) {
            changes.put(Change.Part.POLICY, zone, "pool " + is.name(), null, whole(root(is), fields(is), Map.of()));
        }
    }

    /** A pool's root; a flat pool's is as one without members of its own. */
    private static Group root(Pool pool) {
        return pool.root() != null
                ? pool.root()
                : new Group(
                        pool.name(),
                        null,
                        OptionalInt.empty(),
                        null,
                        pool.flatRule(),
                        pool.flatCheck(),
                        pool.stability(),
                        false,
                        new Group.Children.Members(List.of()),
                        pool.place());
    }

    private static SortedMap<String, String> fields(Pool pool) {
        SortedMap<String, String> fields = FieldWords.of(root(pool), NO_FIELDS);
        fields.putAll(FieldWords.of(pool, Set.of("name", "root", "flatRule", "flatCheck", "stability")));
        fields.put("members", pool.root() == null ? "the records of its names" : "its own");
        return fields;
    }

    private void fields(
            String subject,
            SortedMap<String, String> was,
            SortedMap<String, String> is,
            Map<String, String> wasAbove,
            Map<String, String> isAbove) {
        SortedMap<String, String> old = new TreeMap<>(was);
        SortedMap<String, String> fresh = new TreeMap<>(is);
        SortedSet<String> all = new TreeSet<>(old.keySet());
        all.addAll(fresh.keySet());
        for (String field : all) {
            if (inherited(field) && same(old, wasAbove, field) && same(fresh, isAbove, field)) {
                old.remove(field);
                fresh.remove(field);
            }
        }
        changes.fields(Change.Part.POLICY, zone, subject, old, fresh);
    }

    private static boolean same(Map<String, String> here, Map<String, String> above, String field) {
        return above.containsKey(field) ? above.get(field).equals(here.get(field)) : !here.containsKey(field);
    }

    /** What a group takes from the one around it where it does not say otherwise. */
    private static boolean inherited(String field) {
        return !Set.of("line", "weight", "choose", "panic-percent", "all-down", "recover-within", "members")
                .contains(field);
    }

    private void children(String subject, String wasPath, String isPath, Group was, Group is) {
        List<String> oldMembers = members(was);
        List<String> newMembers = members(is);
        changes.elements(
                Change.Part.POLICY, zone, subject + " member", new TreeSet<>(oldMembers), new TreeSet<>(newMembers));
        Map<String, Group> oldGroups = groups(was, wasPath);
        Map<String, Group> newGroups = groups(is, isPath);
        SortedSet<String> all = new TreeSet<>(oldGroups.keySet());
        all.addAll(newGroups.keySet());
        for (String key : all) {
            Group old = oldGroups.get(key);
            Group fresh = newGroups.get(key);
            String inner = subject + " group " + key;
            if (old != null && fresh != null) {
                fields(inner, FieldWords.of(old, NO_FIELDS), FieldWords.of(fresh, NO_FIELDS), above(was), above(is));
                children(inner, path(was, wasPath, old), path(is, isPath, fresh), old, fresh);
            } else if (old != null) {
                changes.put(
                        Change.Part.POLICY, zone, inner, whole(old, FieldWords.of(old, NO_FIELDS), above(was)), null);
            } else if (fresh != null) {
                changes.put(
                        Change.Part.POLICY,
                        zone,
                        inner,
                        null,
                        whole(fresh, FieldWords.of(fresh, NO_FIELDS), above(is)));
            }
        }
        if (ordered(was.choose()) && ordered(is.choose())) {
            changes.order(Change.Part.POLICY, zone, subject, oldMembers, newMembers);
            changes.order(
                    Change.Part.POLICY,
                    zone,
                    subject,
                    List.copyOf(oldGroups.keySet()),
                    List.copyOf(newGroups.keySet()));
        }
    }

    private static Map<String, String> above(Group group) {
        return FieldWords.of(group, NO_FIELDS);
    }

    /** Whether a rule goes by the order in which its children are written, if only among equals. */
    private static boolean ordered(Rule rule) {
        return switch (rule) {
            case Rule.Line _, Rule.Nearest _, Rule.Failover _ -> true;
            case Rule.Weighted _, Rule.RoundRobin _, Rule.Random _, Rule.All _, Rule.ConsistentHash _ -> false;
        };
    }

    private static List<String> members(Group group) {
        return group.children() instanceof Group.Children.Members(List<Member> members)
                ? members.stream().map(Member::identity).toList()
                : List.of();
    }

    private static Map<String, Group> groups(Group group, String path) {
        Map<String, Group> byKey = new LinkedHashMap<>();
        if (group.children() instanceof Group.Children.Groups(List<Group> groups)) {
            for (int i = 0; i < groups.size(); i++) {
                Group each = groups.get(i);
                String number = path + "/" + (i + 1);
                String key = !each.name().equals(number) || each.line() == null ? each.name() : each.line();
                if (byKey.putIfAbsent(key, each) != null) {
                    byKey.put(number, each);
                }
            }
        }
        return byKey;
    }

    private static String path(Group parent, String path, Group child) {
        return parent.children() instanceof Group.Children.Groups(List<Group> groups)
                ? path + "/" + (groups.indexOf(child) + 1)
                : path;
    }

    private static String whole(Group group, SortedMap<String, String> all, Map<String, String> above) {
        SortedMap<String, String> own = new TreeMap<>(all);
        own.keySet().removeIf(field -> inherited(field) && same(all, above, field));
        List<String> words = new ArrayList<>();
        if (!own.isEmpty()) {
            words.add(PolicyDiff.whole(own));
        }
        List<String> members = members(group);
        (ordered(group.choose()) ? members.stream() : members.stream().sorted())
                .map("member "::concat)
                .forEach(words::add);
        groups(group, group.name())
                .forEach((key, child) -> words.add(
                        "group " + key + " {" + whole(child, FieldWords.of(child, NO_FIELDS), above(group)) + "}"));
        return String.join(", ", words);
    }
}
