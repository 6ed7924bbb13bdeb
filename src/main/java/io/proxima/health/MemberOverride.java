package io.proxima.health;

import java.util.regex.Pattern;

/**
 * A word on a member that stands above its checks.
 *
 * @param untilMillis when it ends, on the wall clock; {@link #NO_END} for never
 * @param owner who said it; cut to {@value #OWNER_LENGTH} characters
 * @param reason why, in the owner's words, perhaps empty; cut to {@value #REASON_LENGTH} characters
 * @param setAtMillis when it was said, on the wall clock of the replica that was told
 * @param scheduled whether the policy's schedule says it, and no operator
 */
public record MemberOverride(
        OverrideWord word, long untilMillis, String owner, String reason, long setAtMillis, boolean scheduled) {
    /** Never ends by itself. */
    public static final long NO_END = Long.MAX_VALUE;

    /** The longest name that is kept. */
    public static final int OWNER_LENGTH = 64;

    /** The longest reason that is kept. */
    public static final int REASON_LENGTH = 160;

    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9f}\\x{2028}\\x{2029}]");

    public MemberOverride {
        owner = onOneLine(owner, OWNER_LENGTH);
        reason = onOneLine(reason, REASON_LENGTH);
    }

    /** Whether it holds at an instant. */
    public boolean inForce(long nowMillis) {
        return word != OverrideWord.AUTO && nowMillis < untilMillis;
    }

    /** When it ceased, or ceases, to say anything; {@link #NO_END} for never. */
    long endsAtMillis() {
        return word == OverrideWord.AUTO ? setAtMillis : untilMillis;
    }

    /** Logs and terminals show it: what would move their cursor becomes question marks. */
    private static String onOneLine(String text, int length) {
        int end = text.length() > length && Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return CONTROLS.matcher(text.length() > length ? text.substring(0, end) : text)
                .replaceAll("?");
    }
}
