package io.proxima.answer;

import io.proxima.catalog.ZoneNode;
import io.proxima.wire.NameView;
import io.proxima.wire.ResponseWriter;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The names that CNAMEs and DNAMEs led through on the way to one answer; a thread's own memory. */
final class Chain {
    /** Few enough for compression pointers to reach all. */
    private static final int MAX_NAMES = 16;

    /** Where each name stands in the response. */
    private final int[] names = new int[MAX_NAMES];
    /** The DNAME that led on from each name, or null. */
    private final @Nullable ZoneNode[] redirects = new ZoneNode[MAX_NAMES];

    private int size;

    /** Begins with no name. */
    void begin() {
        size = 0;
    }

    /** Lets go of a catalog's nodes. */
    void forget() {
        Arrays.fill(redirects, null);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a name that led on; whether there may be more. */
    boolean add(int nameAt, @Nullable ZoneNode redirect) {
        names[size] = nameAt;
        redirects[size] = redirect;
        size++;
        return size < MAX_NAMES;
    }

    /** Whether the chain came through a DNAME before: its record is in the answer already. */
    boolean redirectedBy(ZoneNode node) {
        for (int i = 0; i < size; i++) {
            if (redirects[i] == node) {
                return true;
            }
        }
        return false;
    }

    /** Whether a name of the response is one that the chain came through. */
    boolean hasCome(ResponseWriter writer, NameView name) {
        for (int i = 0; i < size; i++) {
            if (writer.same(name, names[i])) {
                return true;
            }
        }
        return false;
    }
}
