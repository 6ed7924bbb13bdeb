package io.proxima.health;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Why a pair is down whatever its votes say, and how long that lasts. */
public sealed interface Held {

    /** When it ends, in milliseconds on the wall clock as of when it began; for people, since clocks are set. */
    long untilMillis();

    /** It went down a short while ago. */
    record Down(long untilMillis) implements Held {}

    /**
     * It fell too often.
     *
     * @param penalty as it was after the last fall
     * @param atMillis when that was, in milliseconds on the wall clock
     * @param untilMillis if it does not fall again
     */
    record Damped(double penalty, long atMillis, long untilMillis) implements Held {}

    /** In a few words for operators: {@code held down until 2026-11-23T10:00:30Z}. */
    default String words() {
        String until = Instant.ofEpochMilli(untilMillis())
                .plusMillis(999)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        return switch (this) {
            case Down _ -> "held down until " + until;
            case Damped damped -> {
                String penalty = String.format(Locale.ROOT, "%.1f", damped.penalty());
                yield "damped, penalty " + penalty + ", until about " + until;
            }
        };
    }
}
