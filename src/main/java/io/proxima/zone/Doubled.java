package io.proxima.zone;

import io.proxima.wire.Name;
import org.jspecify.annotations.Nullable;

/** Finds names that end in the zone's name twice, as they do when the last dot was forgotten. */
final class Doubled {
    static final String HINT = "did you forget the last dot?";

    private final @Nullable Name twice;

    Doubled(Name apex) {
        byte[] once = apex.octets();
        int stem = once.length - 1;
        byte[] octets = new byte[stem + once.length];
        System.arraycopy(once, 0, octets, 0, stem);
        System.arraycopy(once, 0, octets, stem, once.length);
        twice = stem == 0 || octets.length > 255 ? null : Name.ofOctets(octets);
    }

    boolean is(Name name) {
        return twice != null && name.length() >= twice.length() && name.isAtOrBelow(twice);
    }
}
