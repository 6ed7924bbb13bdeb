package io.proxima.answer;

import io.proxima.catalog.ZoneNode;
import io.proxima.wire.NameView;
import io.proxima.wire.ResponseWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names that CNAME and DNAME records led through to the one that is looked up; a response's own. */
final class Chain {
    /** How many names there may be: few enough for compression pointers to reach all. */
    private static final int MOST = 16;

    private final int[] names = new int[MOST];
    /** The DNAME that led from each name, or null. */
    private final @Nullable ZoneNode[] redirects = new ZoneNode[MOST];

    private int size;

    void begin() {
        size = 0;
    }

    /** Lets go of nodes, which would keep their catalog in memory. */
    void forget() {
        Arrays.fill(redirects, null);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds the name at an offset of the message, and what led on from it; gives whether there may be more. */
    boolean add(int nameAt, @Nullable ZoneNode redirect) {
        redirects[size] = redirect;
        names[size++] = nameAt;
        return size < MOST;
    }

    /** Whether it came through a DNAME before: its record is in the answer already. */
    boolean came(ZoneNode dname) {
        for (int i = 0; i < size; i++) {
            if (redirects[i] == dname) {
                return true;
            }
        }
        return false;
    }

    /** Whether it came through a name before. */
    boolean has(ResponseWriter writer, NameView name) {
        for (int i = 0; i < size; i++) {
            if (writer.same(name, names[i])) {
                return true;
            }
        }
        return false;
    }
}
