package io.proxima.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WeeklyWindowTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static Optional<String> at(String window, String instant, ZoneId timeZone) {
        return WeeklyWindow.parse(window)
                .at(Instant.parse(instant), timeZone)
                .map(found -> found.begin() + " to " + found.end());
    }

    @Test
    void windowIsMeantByItsOwnClocks() {
        Optional<String> sunday = Optional.of("2026-11-07T18:00:00Z to 2026-11-07T20:00:00Z"); // UTC+8
        assertEquals(Optional.empty(), at("Sun 02:00-04:00", "2026-11-07T17:59:59Z", SHANGHAI));
        assertEquals(sunday, at("Sun 02:00-04:00", "2026-11-07T18:00:00Z", SHANGHAI));
        assertEquals(sunday, at("Sun 02:00-04:00", "2026-11-07T19:59:59Z", SHANGHAI));
        assertEquals(Optional.empty(), at("Sun 02:00-04:00", "2026-11-07T20:00:00Z", SHANGHAI));
        assertEquals(Optional.empty(), at("Sun 02:00-04:00", "2026-11-08T19:00:00Z", SHANGHAI));
    }

    @Test
    void windowOverMidnightBeginsOnItsDays() {
        ZoneId utc = ZoneId.of("UTC");
        Optional<String> friday = Optional.of("2026-11-06T22:00:00Z to 2026-11-07T02:00:00Z");
        assertEquals(friday, at("Mon-Fri 22:00-02:00", "2026-11-07T01:00:00Z", utc));
        assertEquals(Optional.empty(), at("Mon-Fri 22:00-02:00", "2026-11-07T23:00:00Z", utc), "a Saturday");
        assertEquals(Optional.empty(), at("Mon-Fri 22:00-02:00", "2026-11-09T01:00:00Z", utc), "Sunday's night");
        assertEquals(
                Optional.of("2026-11-07T00:00:00Z to 2026-11-08T00:00:00Z"),
                at("sat 00:00-24:00", "2026-11-07T12:00:00Z", utc));
    }

    /** Clocks in Berlin went from 02:00 to 03:00 on 2026-03-29 at 01:00Z. */
    @Test
    void timesThatDoNotComeAreTheMomentClocksArePutForward() {
        assertEquals(
                Optional.of("2026-03-29T00:30:00Z to 2026-03-29T01:30:00Z"),
                at("Sun 01:30-03:30", "2026-03-29T01:00:00Z", BERLIN),
                "an hour long, not two");
        assertEquals(
                Optional.of("2026-03-29T01:00:00Z to 2026-03-29T01:30:00Z"),
                at("Sun 02:15-03:30", "2026-03-29T01:10:00Z", BERLIN));
        for (int minute = 0; minute < 24 * 60; minute++) {
            Instant now = Instant.parse("2026-03-28T23:00:00Z").plus(Duration.ofMinutes(minute));
            assertTrue(
                    WeeklyWindow.parse("Sun 02:15-02:45").at(now, BERLIN).isEmpty(), () -> "it does not come: " + now);
        }
    }

    /** Clocks in Berlin go from 03:00 back to 02:00 on 2026-10-25 at 01:00Z. */
    @Test
    void timesThatComeTwiceBeginWithTheFirstAndEndWithTheSecond() {
        assertEquals(
                Optional.of("2026-10-25T00:00:00Z to 2026-10-25T03:00:00Z"),
                at("Sun 02:00-04:00", "2026-10-25T02:30:00Z", BERLIN),
                "three hours long");
        assertEquals(
                Optional.of("2026-10-25T00:15:00Z to 2026-10-25T01:45:00Z"),
                at("Sun 02:15-02:45", "2026-10-25T01:00:00Z", BERLIN));
    }

    /** By local clocks a window is in force exactly where they show a time of it, but where they show one twice. */
    @Test
    void everyHourOfAYearIsAsTheClockShows() {
        WeeklyWindow window = WeeklyWindow.parse("Tue,Thu-Sat 05:00-09:00");
        for (int hour = 0; hour < 366 * 24; hour++) {
            Instant now = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofHours(hour));
            var local = now.atZone(BERLIN);
            boolean day = switch (local.getDayOfWeek()) {
                case TUESDAY, THURSDAY, FRIDAY, SATURDAY -> true;
                default -> false;
            };
            assertEquals(
                    day && local.getHour() >= 5 && local.getHour() < 9,
                    window.at(now, BERLIN).isPresent(),
                    () -> local.toString());
        }
    }

    @Test
    void zoneThatSkippedADayHasNoWindowThen() {
        ZoneId samoa = ZoneId.of("Pacific/Apia"); // there was no 2011-12-30, a Friday
        for (int hour = 0; hour < 72; hour++) {
            Instant now =
                    LocalDate.of(2011, 12, 29).atStartOfDay(samoa).toInstant().plus(Duration.ofHours(hour));
            assertTrue(WeeklyWindow.parse("Fri 02:00-04:00").at(now, samoa).isEmpty(), now::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"daily 02:00-04:00", "Mon 02:00 - 04:00", "mon,wed-fri  02:00-04:00", "Sat-Mon 23:00-01:00"})
    void daysAreWrittenAsPeopleDo(String text) {
        assertTrue(!WeeklyWindow.parse(text).days().isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun|must be days and two times such as \"Sun 02:00-04:00\", not \"Sun\"",
                "Sun 2:00-4:00|must be days and two times such as \"Sun 02:00-04:00\", not \"Sun 2:00-4:00\"",
                "Sunday 02:00-04:00|\"Sunday\" is no day; write Mon, Tue, Wed, Thu, Fri, Sat or Sun",
                "Mon-Wed-Fri 02:00-04:00|\"Mon-Wed-Fri\" are no days; write such as Mon-Fri",
                "Sun 24:00-02:00|there is no time 24:00",
                "Sun 02:60-04:00|there is no time 02:60",
                "Sun 02:00-24:01|there is no time 24:01",
                "Sun 02:00-02:00|the window is empty; a whole day is 00:00-24:00",
            })
    void whatIsNoWindowIsSaid(String text, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> WeeklyWindow.parse(text))
                        .getMessage());
    }
}
