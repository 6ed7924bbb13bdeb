package io.proxima.control;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Instants as people write them. */
public final class When {
    private static final Pattern AGO = Pattern.compile("-(\\d{1,9})([smhd])");

    private When() {}

    /**
     * The instant that a text means: {@code 2026-11-25T10:42:00+08:00}, the same without an offset in the given zone,
     * {@code 10:42} of today there, or {@code -15m} for so long ago ({@code s}, {@code m}, {@code h}, {@code d}).
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public static Instant parse(String text, ZonedDateTime now) {
        Matcher ago = AGO.matcher(text);
        try {
            if (ago.matches()) {
                ChronoUnit unit = switch (ago.group(2)) {
                    case "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                };
                return now.toInstant().minus(Duration.of(Long.parseLong(ago.group(1)), unit));
            }
            if (!text.contains("T")) {
                return now.with(LocalTime.parse(text)).toInstant();
            }
            return text.matches(".*T.*([Zz]|[+-]\\d\\d(:?\\d\\d)?)")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(now.getZone()).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no instant (2026-11-25T10:42:00+08:00, 10:42 or -15m)", e);
        }
    }

    /** An instant as it is written where this runs. */
    public static String text(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS)
                .atZone(ZoneId.systemDefault())
                .toOffsetDateTime()
                .toString();
    }
}
