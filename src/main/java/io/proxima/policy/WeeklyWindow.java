package io.proxima.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time of certain days of the week by local clocks: {@code Sun 02:00-04:00}, {@code Mon-Fri 22:00-02:00}.
 *
 * <p>What ends at or before its beginning ends the next day. A local time that does not come, since clocks are put
 * forward, is the moment they are; of one that comes twice, a window begins with the first and ends with the second: it is
 * never shorter by local clocks than it is written, unless clocks leave it out.
 *
 * @param days on which it begins, at least one
 * @param lengthDays on which day after that it ends: 0, or 1
 */
public record WeeklyWindow(Set<DayOfWeek> days, LocalTime begin, LocalTime end, int lengthDays) {
    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final Pattern FORM = Pattern.compile("(\\S+)\\s+(\\d{2}):(\\d{2})\\s*-\\s*(\\d{2}):(\\d{2})");
    private static final List<String> NAMES = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    public WeeklyWindow {
        days = Set.copyOf(days);
    }

    /** A window as it comes: from an instant up to another. */
    public record Occurrence(Instant begin, Instant end) {}

    /**
     * Reads {@code DAYS HH:MM-HH:MM}; days are {@code daily}, or {@code Mon} to {@code Sun} with commas, or two with a
     * hyphen.
     *
     * @throws IllegalArgumentException with a sentence for the operator
     */
    public static WeeklyWindow parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "must be days and two times such as \"Sun 02:00-04:00\", not \"" + text + "\"");
        }
        Set<DayOfWeek> days = days(matcher.group(1));
        int begin = minutes(matcher.group(2), matcher.group(3), false);
        int end = minutes(matcher.group(4), matcher.group(5), true);
        if (begin == end) {
            throw new IllegalArgumentException("the window is empty; a whole day is 00:00-24:00");
        }
        int lengthDays = end == MINUTES_OF_DAY || end < begin ? 1 : 0;
        return new WeeklyWindow(
                days,
                LocalTime.ofSecondOfDay(begin * 60L),
                LocalTime.ofSecondOfDay(end % MINUTES_OF_DAY * 60L),
                lengthDays);
    }

    private static int minutes(String hours, String minutes, boolean mayBeMidnight) {
        int all = Integer.parseInt(hours) * 60 + Integer.parseInt(minutes);
        if (Integer.parseInt(minutes) > 59 || all > (mayBeMidnight ? MINUTES_OF_DAY : MINUTES_OF_DAY - 1)) {
            throw new IllegalArgumentException("there is no time " + hours + ":" + minutes);
        }
        return all;
    }

    private static Set<DayOfWeek> days(String text) {
        if (text.equalsIgnoreCase("daily")) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split(",", -1)) {
            List<DayOfWeek> ends =
                    Arrays.stream(part.split("-", -1)).map(WeeklyWindow::day).toList();
            if (ends.size() > 2) {
                throw new IllegalArgumentException("\"" + part + "\" are no days; write such as Mon-Fri");
            }
            DayOfWeek day = ends.getFirst();
            days.add(day);
            while (day != ends.getLast()) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String text) {
        int index = NAMES.indexOf(text.toLowerCase(java.util.Locale.ROOT));
        if (index < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun");
        }
        return DayOfWeek.of(index + 1);
    }

    /** The window that an instant falls into by the clocks of a time zone; of two, the one that ends later. */
    public Optional<Occurrence> at(Instant now, ZoneId timeZone) {
        LocalDate today = LocalDate.ofInstant(now, timeZone);
        Optional<Occurrence> found = Optional.empty();
        for (LocalDate date : List.of(today.minusDays(1), today)) {
            Occurrence occurrence = new Occurrence(
                    instant(date.atTime(begin), timeZone, false),
                    instant(date.plusDays(lengthDays).atTime(end), timeZone, true));
            if (days.contains(date.getDayOfWeek())
                    && !now.isBefore(occurrence.begin())
                    && now.isBefore(occurrence.end())) {
                found = Optional.of(occurrence);
            }
        }
        return found;
    }

    private static Instant instant(LocalDateTime local, ZoneId timeZone, boolean later) {
        List<ZoneOffset> offsets = timeZone.getRules().getValidOffsets(local);
        if (offsets.isEmpty()) {
            ZoneOffsetTransition gap = timeZone.getRules().getTransition(local);
            return gap.getInstant();
        }
        return local.toInstant(later ? offsets.getLast() : offsets.getFirst());
    }
}
