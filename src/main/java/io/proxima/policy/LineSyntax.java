package io.proxima.policy;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a line is spelled: {@code AREA}, {@code ISP}, {@code AREA/ISP}, {@code overseas} or {@code default}.
 *
 * <p>An area is upper case by ISO 3166 ({@code CN}, {@code CN-SH}) or a name in lower case, an ISP is a name in lower case.
 * Whether a name is declared is known to those who read {@code lines.yaml}.
 */
final class LineSyntax {
    private static final String NAME = "[a-z][a-z0-9]*([_-][a-z0-9]+)*";
    private static final Pattern AREA = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?|" + NAME);
    private static final Pattern ISP = Pattern.compile(NAME);

    private LineSyntax() {}

    /**
     * The line, as written.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    static String parse(String text) {
        if (isLine(text)) {
            return text;
        }
        String respelled = respelled(text);
        throw new IllegalArgumentException("must be a line such as CN-SH/unicom, CN/telecom, JP, europe, overseas"
                + " or default, not \"" + text + "\""
                + (isLine(respelled) ? " (did you mean \"" + respelled + "\"?)" : ""));
    }

    private static boolean isLine(String text) {
        int slash = text.indexOf('/');
        String area = slash < 0 ? text : text.substring(0, slash);
        boolean reserved = area.equals("default") || area.equals("overseas");
        return AREA.matcher(area).matches()
                && (slash < 0
                        || (!reserved && ISP.matcher(text.substring(slash + 1)).matches()));
    }

    /** With codes in upper case and names in lower case, where it is these that were mixed up. */
    private static String respelled(String text) {
        String[] parts = text.split("/", 2);
        String code = parts[0].toUpperCase(Locale.ROOT).replace('_', '-');
        boolean shout = parts[0].equals(code);
        String area = shout || code.matches("[A-Z]{2}(-[A-Z0-9]{1,3})?") ? code : parts[0].toLowerCase(Locale.ROOT);
        return parts.length == 1 ? area : area + "/" + parts[1].toLowerCase(Locale.ROOT);
    }
}
