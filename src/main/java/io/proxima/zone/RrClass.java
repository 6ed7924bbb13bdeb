package io.proxima.zone;

import java.util.Locale;

/** Record classes as master files write them; only IN is served. */
final class RrClass {
    private static final long IN = Words.pack("IN");

    private RrClass() {}

    /** Whether a word is a class: a mnemonic or {@code CLASS123} (RFC 3597 section 5). */
    static boolean isOne(Words words, int word) {
        long packed = words.packed(word);
        return packed == IN || (!Types.isFrequent(packed) && isOne(words.text(word)));
    }

    private static boolean isOne(String word) {
        return switch (word.toUpperCase(Locale.ROOT)) {
            case "IN", "CH", "HS", "CS", "CHAOS", "HESIOD", "NONE" -> true;
            default ->
                word.regionMatches(true, 0, "CLASS", 0, 5)
                        && word.length() > 5
                        && word.length() <= 10
                        && word.chars().skip(5).allMatch(c -> c >= '0' && c <= '9');
        };
    }

    static void requireInternet(Words words, int word) throws BadEntry {
        if (words.packed(word) == IN) {
            return;
        }
        String text = words.text(word).toUpperCase(Locale.ROOT);
        if (!text.equals("IN") && !text.equals("CLASS1")) {
            throw new BadEntry(word, "class " + text + " is not served", "only IN is");
        }
    }
}
