package io.proxima.policy;

/**
 * HTTP status codes that follow one another.
 *
 * @param first the lowest, from 100
 * @param last the highest, to 599
 */
public record Statuses(int first, int last) {

    /** Whether a code is one of them. */
    public boolean contains(int status) {
        return status >= first && status <= last;
    }

    /** Reads {@code 200}, {@code 2xx} or {@code 200-299}. */
    static Statuses parse(String text) {
        String digits = text.matches("[1-5]xx") ? text.charAt(0) + "00-" + text.charAt(0) + "99" : text;
        if (!digits.matches("[1-5]\\d\\d(-[1-5]\\d\\d)?")) {
            throw new IllegalArgumentException(
                    "must be status codes from 100 to 599 such as 200, 2xx or 200-299, not \"" + text + "\"");
        }
        int first = Integer.parseInt(digits.substring(0, 3));
        int last = Integer.parseInt(digits.substring(digits.length() - 3));
        if (last < first) {
            throw new IllegalArgumentException("must rise, not \"" + text + "\"");
        }
        return new Statuses(first, last);
    }

    @Override
    public String toString() {
        return first == last ? String.valueOf(first) : first + "-" + last;
    }
}
