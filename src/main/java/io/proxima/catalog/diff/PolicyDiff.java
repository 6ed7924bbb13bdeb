package io.proxima.catalog.diff;

import io.proxima.policy.CombinedCheck;
import io.proxima.policy.Maintenance;
import io.proxima.policy.Member;
import io.proxima.policy.Policy;
import io.proxima.policy.SteeredName;
import io.proxima.wire.Name;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Two policies of one zone: checks, members, sites, pools, names and maintenance, in this order. */
final class PolicyDiff {
    private static final Set<String> NOTHING = Set.of("false", "0", "0ms");

    private final Policy before;
    private final Policy after;
    private final Changes changes;
    private final String zone;

    PolicyDiff(Policy before, Policy after, Changes changes) {
        this.before = before;
        this.after = after;
        this.changes = changes;
        this.zone = ZoneDiff.lower(after.zone());
    }

    void run() {
        things("check ", checks(before), checks(after));
        things("member ", members(before), members(after));
        things(
                "site ",
                of(before.sites(), site -> fields(site, "name")),
                of(after.sites(), site -> fields(site, "name")));
        pools();
        things("name ", names(before), names(after));
        changes.elements(Change.Part.POLICY, zone, "maintenance", maintenance(before), maintenance(after));
    }

    private static SortedMap<String, SortedMap<String, String>> checks(Policy policy) {
        SortedMap<String, SortedMap<String, String>> all = of(policy.checks(), check -> fields(check, "name"));
        for (CombinedCheck combined : policy.combined().values()) {
            all.put(combined.name(), new TreeMap<>(Map.of("of", combined.words())));
        }
        return all;
    }

    /** Those that say more than that they are there, which pools tell. */
    private static SortedMap<String, SortedMap<String, String>> members(Policy policy) {
        SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
        for (Member member : policy.members().values()) {
            SortedMap<String, String> fields = fields(member, "key", "source");
            if (fields.equals(Map.of("weight", "1"))) {
                fields.clear();
            }
            all.put(member.identity(), fields);
        }
        return all;
    }

    private static SortedMap<String, SortedMap<String, String>> names(Policy policy) {
        SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
        for (Map.Entry<Name, SteeredName> entry : policy.names().entrySet()) {
            all.put(ZoneDiff.lower(entry.getKey()), fields(entry.getValue(), "owner"));
        }
        return all;
    }

    private static SortedSet<String> maintenance(Policy policy) {
        return policy.maintenance().stream().map(PolicyDiff::words).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String words(Maintenance window) {
        String days = new TreeSet<>(window.weekly().days())
                .stream()
                        .map(day -> day.toString().charAt(0)
                                + day.toString().substring(1, 3).toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining(","));
        return window.target() + " " + FieldWords.word(window.action()) + " " + days + " "
                + window.weekly().begin() + "-" + window.weekly().end()
                + (window.weekly().lengthDays() > 0 ? " of the next day " : " ") + window.timeZone()
                + (window.why().isEmpty() ? "" : " (" + window.why() + ")");
    }

    private void pools() {
        SortedSet<String> all = new TreeSet<>(before.pools().keySet());
        all.addAll(after.pools().keySet());
        for (String name : all) {
            new PoolDiff(zone, changes)
                    .run(before.pools().get(name), after.pools().get(name));
        }
    }

    /** Things that are in both field by field, the others as a whole; one without fields is as if it were not there. */
    private void things(
            String kind,
            SortedMap<String, SortedMap<String, String>> was,
            SortedMap<String, SortedMap<String, String>> is) {
        SortedSet<String> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        for (String name : all) {
            SortedMap<String, String> old = was.get(name);
            SortedMap<String, String> fresh = is.get(name);
            if (old != null && fresh != null) {
                changes.fields(
                        Change.Part.POLICY, zone, kind + name, withDefaults(old, kind), withDefaults(fresh, kind));
            } else if (old != null && !old.isEmpty()) {
                changes.put(Change.Part.POLICY, zone, kind + name, whole(old), null);
            } else if (fresh != null && !fresh.isEmpty()) {
                changes.put(Change.Part.POLICY, zone, kind + name, null, whole(fresh));
            }
        }
    }

    private static Map<String, String> withDefaults(SortedMap<String, String> fields, String kind) {
        Map<String, String> full = new HashMap<>(fields);
        if (kind.equals("member ")) {
            full.putIfAbsent("weight", "1");
        }
        return full;
    }

    /** All fields in a line, but for those that say no. */
    static String whole(SortedMap<String, String> fields) {
        return fields.entrySet().stream()
                .filter(field -> !NOTHING.contains(field.getValue()))
                .map(field -> field.getKey() + " " + field.getValue())
                .collect(Collectors.joining(", "));
    }

    private static <T> SortedMap<String, SortedMap<String, String>> of(
            Map<String, T> things, Function<T, SortedMap<String, String>> fields) {
        SortedMap<String, SortedMap<String, String>> all = new TreeMap<>();
        things.forEach((name, thing) -> all.put(name, fields.apply(thing)));
        return all;
    }

    private static SortedMap<String, String> fields(Record of, String... without) {
        return FieldWords.of(of, Set.of(without));
    }
}
