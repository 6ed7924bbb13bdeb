package io.proxima.source;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Words that were meant by words that are none.
 *
 * <p>There may be thousands of either. So most words are told to be too far away by what is cheap to see, their lengths and which
 * letters they have, and the distance of the rest is worked out only as far as it matters.
 */
final class Spelling {
    private static final int SLIPS = 2;
    private static final int LISTED_AT_MOST = 50;

    private Spelling() {}

    /** As {@link Fields#hint}. */
    static @Nullable String hint(String word, Collection<String> known) {
        return known.isEmpty()
                ? null
                : nearest(word, known)
                        .map(near -> "did you mean \"" + near + "\"?")
                        .orElseGet(() -> listed(known));
    }

    private static String listed(Collection<String> known) {
        int more = known.size() - LISTED_AT_MOST;
        return known.stream().limit(LISTED_AT_MOST).sorted().distinct().collect(Collectors.joining(", ", "known: ", ""))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** As {@link Fields#nearest}. */
    static Optional<String> nearest(String word, Collection<String> known) {
        String lower = word.toLowerCase(Locale.ROOT);
        long letters = letters(word);
        String nearest = null;
        int least = SLIPS + 1;
        for (String candidate : known) {
            if (mayBeNear(word, letters, candidate)) {
                int allowed = Math.min(least - 1, Math.min(word.length(), candidate.length()) - 1);
                int distance = distance(lower, candidate.toLowerCase(Locale.ROOT), allowed);
                if (distance <= allowed) {
                    nearest = candidate;
                    least = distance;
                }
                if (least == 0) {
                    break;
                }
            }
        }
        return Optional.ofNullable(nearest);
    }

    /**
     * Whether it is worth the while to work out how far away a word is: each slip adds, takes away or changes one letter.
     *
     * @param letters those of {@code word}
     */
    static boolean mayBeNear(String word, long letters, String candidate) {
        return Math.abs(word.length() - candidate.length()) <= SLIPS
                && Long.bitCount(letters ^ letters(candidate)) <= 2 * SLIPS;
    }

    /** A bit for each letter that a word has, no matter in which case. */
    static long letters(String word) {
        long letters = 0;
        for (int i = 0; i < word.length(); i++) {
            letters |= 1L << (Character.toLowerCase(word.charAt(i)) & (Long.SIZE - 1));
        }
        return letters;
    }

    /** Levenshtein's distance, or any number above {@code allowed} where it is more than that. */
    private static int distance(String a, String b, int allowed) {
        int[] previous = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substituted, Math.min(previous[j], row[j - 1]) + 1);
                least = Math.min(least, row[j]);
            }
            if (least > allowed) {
                return allowed + 1;
            }
            int[] spare = previous;
            previous = row;
            row = spare;
        }
        return previous[b.length()];
    }
}
