package io.proxima.steer;

import java.util.HashMap;
import java.util.Map;

/** Numbers for what is counted per thread; a name keeps its number from one catalog to the next. On the writer thread. */
public final class Ordinals {
    private final Map<String, Integer> numbers = new HashMap<>();

    /** The number of a name, a new one if it has none yet. */
    public int of(String name) {
        return numbers.computeIfAbsent(name, _ -> numbers.size());
    }

    /** How many numbers there are. */
    public int size() {
        return numbers.size();
    }
}
