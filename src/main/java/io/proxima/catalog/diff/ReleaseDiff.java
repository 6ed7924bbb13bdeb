package io.proxima.catalog.diff;

import java.util.List;
import java.util.Objects;

/**
 * What differs between two releases; its components' names are the keys of the document that the API answers.
 *
 * @param from what the one is called
 * @param to what the other is called
 * @param added how many things are in the second alone
 * @param removed how many are in the first alone
 * @param changed how many are in both, and not the same
 * @param changes the first of them, in an order that depends on the releases alone
 */
public record ReleaseDiff(String from, String to, long added, long removed, long changed, List<Change> changes) {
    public ReleaseDiff {
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        changes = List.copyOf(changes);
    }

    /** How many differences there are. */
    public long total() {
        return added + removed + changed;
    }

    /** Whether the two mean the same. */
    public boolean same() {
        return total() == 0;
    }
}
