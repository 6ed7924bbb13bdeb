package io.proxima.control;

import io.proxima.health.MemberOverride;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Says an operator's or a schedule's word in a sentence. */
final class OverrideText {
    private OverrideText() {}

    /** {@code drained by alice until 2026-11-08T06:00:00Z: kernel updates}. */
    static String of(MemberOverride override) {
        String done = switch (override.word()) {
            case DRAIN -> "drained";
            case FORCE_UP -> "forced up";
            case FORCE_DOWN -> "forced down";
            case AUTO -> "left to its checks";
        };
        String until = until(override);
        return done + " by " + override.owner()
                + (until == null ? "" : " until " + until)
                + (override.reason().isEmpty() ? "" : ": " + override.reason());
    }

    /** When it ends, as RFC 3339 has it, in UTC; null for never. */
    static @Nullable String until(MemberOverride override) {
        return override.untilMillis() == MemberOverride.NO_END ? null : instant(override.untilMillis());
    }

    /** An instant as RFC 3339 has it. */
    static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
