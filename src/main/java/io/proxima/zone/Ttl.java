package io.proxima.zone;

/** Times to live as master files write them: seconds, or BIND's units as in {@code 1h30m}. */
final class Ttl {
    /** The largest TTL there is (RFC 2181 section 8). */
    static final long MAX_SECONDS = Integer.MAX_VALUE;

    /** The TTL of records before any is stated, as NSD and Knot DNS have it; the RFCs leave it open. */
    static final long UNSTATED_SECONDS = 3_600;

    /** What {@link #parse} yields for a word that is no TTL. */
    static final long NONE = -1;

    private Ttl() {}

    /** The seconds of a word, {@link #NONE} where it is no TTL; a value too large yields one above the maximum. */
    static long parse(String word) {
        if (word.isEmpty()) {
            return NONE;
        }
        long total = 0;
        long value = NONE;
        boolean units = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c >= '0' && c <= '9') {
                value = Math.min(Math.max(value, 0) * 10 + c - '0', MAX_SECONDS + 1);
            } else {
                long unit = unitSeconds(c);
                if (unit == NONE || value == NONE) {
                    return NONE;
                }
                total = Math.min(total + value * unit, MAX_SECONDS + 1);
                value = NONE;
                units = true;
            }
        }
        if (value == NONE) {
            return total;
        }
        return units ? NONE : value;
    }

    /** A TTL as another is written: in seconds, or with units. */
    static String text(long seconds, String like) {
        if (seconds == 0 || like.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.toString(seconds);
        }
        boolean upper = like.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
        StringBuilder text = new StringBuilder();
        long rest = seconds;
        for (char unit : new char[] {'w', 'd', 'h', 'm', 's'}) {
            long count = rest / unitSeconds(unit);
            if (count > 0) {
                text.append(count).append(upper ? Character.toUpperCase(unit) : unit);
                rest -= count * unitSeconds(unit);
            }
        }
        return text.toString();
    }

    private static long unitSeconds(char unit) {
        return switch (unit) {
            case 's', 'S' -> 1;
            case 'm', 'M' -> 60;
            case 'h', 'H' -> 3_600;
            case 'd', 'D' -> 86_400;
            case 'w', 'W' -> 604_800;
            default -> NONE;
        };
    }
}
