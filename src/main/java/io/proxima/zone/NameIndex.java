package io.proxima.zone;

import io.proxima.wire.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names with a number each, in the order in which they came: a hash table with linear probing, at most half full.
 *
 * <p>A name is looked at only where its hash fits, so that millions of them are not fetched from memory to be told apart.
 * Filled by one thread, then only read.
 */
final class NameIndex {
    private static final int ABSENT = -1;

    private final ArrayList<Name> names = new ArrayList<>();
    private int[] hashes = new int[16];
    private int[] numbers = new int[16];
    /** Worked out when it is first asked for, by whichever thread. */
    private volatile @Nullable Set<Name> enclosers;

    NameIndex() {
        Arrays.fill(numbers, ABSENT);
    }

    int size() {
        return names.size();
    }

    Name name(int number) {
        return names.get(number);
    }

    /** The number of a name, -1 where it is not here. */
    int find(Name name) {
        return numbers[slot(name, spread(name))];
    }

    /** The number of a name, which gets the next one where it is not here. */
    int findOrAdd(Name name) {
        int hash = spread(name);
        int slot = slot(name, hash);
        if (numbers[slot] != ABSENT) {
            return numbers[slot];
        }
        int number = names.size();
        names.add(name);
        hashes[slot] = hash;
        numbers[slot] = number;
        if (2 * names.size() > numbers.length) {
            grow(2 * numbers.length);
        }
        return number;
    }

    /** Makes room for so many names in all, so that the tables need not grow step by step; before there are many. */
    void expect(int all) {
        names.ensureCapacity(all);
        if (all > numbers.length / 2) {
            grow(Integer.highestOneBit(all) << 2);
        }
    }

    /** Whether a name is here, or has others below it that are. */
    boolean exists(Name name) {
        return find(name) != ABSENT || enclosers().contains(name);
    }

    /** Every name that has others below it. */
    private Set<Name> enclosers() {
        Set<Name> known = enclosers;
        if (known == null) {
            known = Names.enclosing(names);
            enclosers = known;
        }
        return known;
    }

    private int slot(Name name, int hash) {
        int mask = numbers.length - 1;
        int slot = hash & mask;
        while (numbers[slot] != ABSENT
                && (hashes[slot] != hash || !names.get(numbers[slot]).equals(name))) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow(int slots) {
        int[] oldHashes = hashes;
        int[] oldNumbers = numbers;
        hashes = new int[slots];
        numbers = new int[slots];
        Arrays.fill(numbers, ABSENT);
        int mask = numbers.length - 1;
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != ABSENT) {
                int slot = oldHashes[i] & mask;
                while (numbers[slot] != ABSENT) {
                    slot = (slot + 1) & mask;
                }
                hashes[slot] = oldHashes[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }

    private static int spread(Name name) {
        int hash = name.hashCode() * 0x9e3779b9;
        return hash ^ hash >>> 15;
    }
}
