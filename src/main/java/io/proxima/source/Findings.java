package io.proxima.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that loaders found, collected as they go on; confined to one thread. */
public final class Findings {
    private final List<Finding> all = new ArrayList<>();

    /** Adds an error: what is being read cannot be served. */
    public void error(Place place, String message, @Nullable String hint) {
        all.add(new Finding(place, Finding.Level.ERROR, message, hint));
    }

    /** Adds a warning. */
    public void warning(Place place, String message, @Nullable String hint) {
        all.add(new Finding(place, Finding.Level.WARNING, message, hint));
    }

    /** Adds one that another loader made. */
    public void add(Finding finding) {
        all.add(finding);
    }

    /** Adds what another loader collected. */
    public void addAll(Findings others) {
        all.addAll(others.all);
    }

    /** Whether anything found stands in the way of serving. */
    public boolean hasErrors() {
        return all.stream().anyMatch(finding -> finding.level() == Finding.Level.ERROR);
    }

    /** How much was found so far. */
    public int size() {
        return all.size();
    }

    /** What was found, in the order in which it was. */
    public List<Finding> inOrder() {
        return List.copyOf(all);
    }

    /** What was found, by place. */
    public List<Finding> sorted() {
        return all.stream().sorted(Comparator.comparing(Finding::place)).toList();
    }
}
