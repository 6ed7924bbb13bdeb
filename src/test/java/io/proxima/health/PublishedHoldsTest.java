package io.proxima.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lives through the tables of hold-down and damping that docs/health.md publishes, row by row. */
final class PublishedHoldsTest {
    private static final Pair PAIR = new Pair("example.com./web", "192.0.2.1");
    private static final Damping ON = new Damping(Duration.ofMinutes(2), 3, 1, Duration.ofMinutes(10));
    private static final long START_MILLIS = 1_800_000_000_000L;
    /** A monotonic clock may be negative, and pass through zero. */
    private static final long START_NANOS = -Duration.ofSeconds(70).toNanos();

    /** A replica alone, and its clocks. */
    private static final class Replay {
        private final Quorum quorum;
        private HealthBook book;
        private Penalty penalty = Penalty.NONE;
        private Duration now = Duration.ZERO;
        private boolean votesUp = true;

        Replay(Holds holds) {
            quorum = new Quorum(1, 1, 1, Set.of(), holds);
            book = started(Map.of());
        }

        private HealthBook started(Map<Pair, Verdict> saved) {
            HealthBook fresh = new HealthBook(new Replica("ns1", ""), 1, 1, Duration.ofSeconds(5));
            fresh.restore(saved);
            fresh.configure(Map.of(PAIR, quorum));
            fresh.changes(nanos(), millis());
            return fresh;
        }

        private long nanos() {
            return START_NANOS + now.toNanos();
        }

        private long millis() {
            return START_MILLIS + now.toMillis();
        }

        /** The book is asked every second, as it is while it serves. */
        void until(Duration next) {
            while (now.compareTo(next) < 0) {
                now = now.plusSeconds(1);
                book.changes(nanos(), millis());
            }
        }

        void happens(String event) {
            switch (event) {
                case "-" -> {}
                case "restart" -> book = started(SavedVerdicts.decode(SavedVerdicts.encode(book.verdicts())));
                case "up", "down" -> votes(event.equals("up"));
                case "60 falls, one a second" -> {
                    for (int i = 0; i < 60; i++) {
                        until(now.plusSeconds(i == 0 ? 0 : 1));
                        votes(true);
                        votes(false);
                    }
                }
                default -> throw new IllegalArgumentException(event);
            }
        }

        private void votes(boolean up) {
            if (votesUp && !up) {
                penalty = penalty.fallen(ON, nanos());
            }
            votesUp = up;
            book.observed(PAIR, up, "said");
            book.changes(nanos(), millis());
        }

        String penalty() {
            return String.format(Locale.ROOT, "%.2f", ON.decayed(penalty.value(), nanos() - penalty.atNanos()));
        }

        Verdict verdict() {
            return book.verdict(PAIR);
        }
    }

    private static List<String[]> rows(String first) throws IOException {
        List<String[]> rows = Files.readAllLines(Path.of("docs/health.md")).stream()
                .filter(line -> line.startsWith("| " + first + " "))
                .map(line -> Arrays.stream(line.split("\\|"))
                        .skip(1)
                        .map(String::strip)
                        .toArray(String[]::new))
                .toList();
        assertTrue(rows.size() > 8, "docs/health.md lost its table");
        return rows;
    }

    private static Duration time(String cell) {
        String[] parts = cell.replaceFirst("^\\D+", "").split(":", -1);
        return Duration.ofMinutes(Long.parseLong(parts[0])).plusSeconds(Long.parseLong(parts[1]));
    }

    /** That a row says why is as good as the verdict's own word: of what holds the pair, if anything does. */
    private static void assertAsPublished(String verdict, String why, Verdict found, String row) {
        assertEquals(verdict.equals("up"), found.up(), row);
        if (why.contains("held") || why.contains("hold goes on")) {
            assertTrue(found.held() instanceof Held.Down, row);
        } else if (why.contains("damped")) {
            assertTrue(found.held() instanceof Held.Damped, row);
        } else if (found.up()) {
            assertEquals(null, found.held(), row);
        }
    }

    @Test
    void holdDownIsAsPublished() throws IOException {
        Replay replay = new Replay(new Holds(Duration.ofSeconds(30), null));
        for (String[] row : rows("after")) {
            replay.until(time(row[0]));
            replay.happens(row[1]);
            assertAsPublished(row[2], row[3], replay.verdict(), String.join(" | ", row));
        }
    }

    @Test
    void dampingIsAsPublished() throws IOException {
        Replay replay = new Replay(new Holds(Duration.ZERO, ON));
        for (String[] row : rows("at")) {
            replay.until(time(row[0]));
            replay.happens(row[1]);
            assertEquals(row[2], replay.penalty(), String.join(" | ", row));
            assertAsPublished(row[3], row[4], replay.verdict(), String.join(" | ", row));
        }
    }

    @Test
    void whatHoldsIsSaidInWords() {
        Replay replay = new Replay(new Holds(Duration.ofSeconds(30), ON));
        replay.happens("down");
        assertEquals(
                "held down until 2027-01-15T08:00:30Z",
                assertNotNullHeld(replay.verdict()).words());
        replay.happens("60 falls, one a second");
        assertEquals(
                "damped, penalty 32.0, until about 2027-01-15T08:10:59Z",
                assertNotNullHeld(replay.verdict()).words());
    }

    private static Held assertNotNullHeld(Verdict verdict) {
        Held held = verdict.held();
        assertNotNull(held);
        return held;
    }
}
