package io.proxima.geo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Equal values kept once, numbered from 0 in the order of their coming; confined to one thread. */
final class Shared<T> {
    private final Map<T, Integer> indexes = new HashMap<>();
    private final List<T> values = new ArrayList<>();

    /** The number of a value. */
    int index(T value) {
        Integer known = indexes.putIfAbsent(value, values.size());
        if (known != null) {
            return known;
        }
        values.add(value);
        return values.size() - 1;
    }

    /** The instance that was there first. */
    T of(T value) {
        return values.get(index(value));
    }

    int size() {
        return values.size();
    }

    /** By number. */
    List<T> values() {
        return values;
    }
}
