package io.proxima.store;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Releases as people name them: a beginning of a hash, {@code current} or {@code previous}. */
public final class ReleaseNames {
    private static final int FEWEST_DIGITS = 4;
    private static final int SHOWN = 12;

    private ReleaseNames() {}

    /**
     * The hash that is meant.
     *
     * @param current the hash of the release in force
     * @param latest the history, the latest first
     * @param kept those that can be put in force
     * @throws StoreException with a sentence, where none or several are
     */
    public static String find(String name, String current, List<PastRelease> latest, List<String> kept)
            throws StoreException {
        if (name.equals("current")) {
            return current;
        }
        if (name.equals("previous")) {
            return previous(current, latest);
        }
        if (!name.matches("[0-9a-f]{" + FEWEST_DIGITS + ",64}")) {
            throw new StoreException("\"" + name + "\" names no release (say at least " + FEWEST_DIGITS
                    + " digits of its hash, current, previous or files)");
        }
        TreeSet<String> known = new TreeSet<>(kept);
        known.add(current);
        List<String> meant =
                known.stream().filter(release -> release.startsWith(name)).toList();
        if (meant.isEmpty()) {
            throw new StoreException("no release that is kept begins with " + name);
        }
        if (meant.size() > 1) {
            throw new StoreException(name + " may be "
                    + meant.stream().map(release -> release.substring(0, SHOWN)).collect(Collectors.joining(" or ")));
        }
        return meant.getFirst();
    }

    /** The one that was in force before what is in force was put there. */
    private static String previous(String current, List<PastRelease> latest) throws StoreException {
        return latest.stream()
                .map(past -> past.active().release())
                .filter(release -> !release.equals(current))
                .findFirst()
                .orElseThrow(() -> new StoreException("nothing is known of a release before the one in force"));
    }
}
