package io.proxima.catalog.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes changes in the order they are told, and keeps the first of them. Confined to one thread. */
final class Changes {
    private final int most;
    private final List<Change> kept = new ArrayList<>();
    private long added;
    private long removed;
    private long changed;

    Changes(int most) {
        this.most = most;
    }

    /** Whether one more will be kept, so that its words are worth the work. */
    boolean wanted() {
        return kept.size() < most;
    }

    /** Counts things that are there anew, and are not told. */
    void countAdded(long more) {
        added += more;
    }

    /** Counts things that are gone, and are not told. */
    void countRemoved(long more) {
        removed += more;
    }

    /** Takes what was and what is, null for nothing; where both are equal there is no change. */
    void put(Change.Part part, String zone, String subject, @Nullable String before, @Nullable String after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (before == null) {
            added++;
        } else if (after == null) {
            removed++;
        } else {
            changed++;
        }
        if (wanted()) {
            kept.add(new Change(part, zone, subject, before, after));
        }
    }

    /** Takes what a thing says by its fields, one change a field; a missing field is told as "none". */
    void fields(Change.Part part, String zone, String subject, Map<String, String> before, Map<String, String> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            put(part, zone, subject + " " + name, before.getOrDefault(name, "none"), after.getOrDefault(name, "none"));
        }
    }

    /** Takes what is in one set and not in the other. */
    void elements(Change.Part part, String zone, String subject, SortedSet<String> before, SortedSet<String> after) {
        for (String element : before) {
            if (!after.contains(element)) {
                put(part, zone, subject, element, null);
            }
        }
        for (String element : after) {
            if (!before.contains(element)) {
                put(part, zone, subject, null, element);
            }
        }
    }

    /** Takes the order of what is in both lists. */
    void order(Change.Part part, String zone, String subject, List<String> before, List<String> after) {
        List<String> wasCommon = before.stream().filter(after::contains).toList();
        List<String> isCommon = after.stream().filter(before::contains).toList();
        put(part, zone, subject + " order", String.join(", ", wasCommon), String.join(", ", isCommon));
    }

    ReleaseDiff done(String from, String to) {
        return new ReleaseDiff(from, to, added, removed, changed, kept);
    }
}
