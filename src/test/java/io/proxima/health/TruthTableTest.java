package io.proxima.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each row of the truth table that docs/health.md publishes. */
final class TruthTableTest {
    private static final Pair WITNESS = new Pair("example.com./web", "203.0.113.1");

    record Row(
            int replicas, int vantages, Vote own, List<String> others, boolean witness, boolean last, boolean verdict) {
        static Row of(String line) {
            String[] cells =
                    Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toArray(String[]::new);
            return new Row(
                    Integer.parseInt(cells[0]),
                    Integer.parseInt(cells[1]),
                    vote(cells[2]),
                    cells[3].equals("-") ? List.of() : List.of(cells[3].split(", ")),
                    cells[4].equals("yes"),
                    cells[5].equals("up"),
                    cells[6].equals("up"));
        }

        static Vote vote(String cell) {
            return switch (cell) {
                case "up" -> Vote.UP;
                case "down" -> Vote.DOWN;
                case "none" -> Vote.NONE;
                default -> throw new IllegalArgumentException(cell);
            };
        }
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(Path.of("docs/health.md")).stream()
                .filter(line -> line.matches("\\| \\d.*"))
                .map(Row::of);
    }

    @Test
    void theTableIsThere() throws IOException {
        assertTrue(rows().count() > 40, "docs/health.md lost its truth table");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void verdictIsAsPublished(Row row) {
        for (Vote staleVote : List.of(Vote.UP, Vote.DOWN)) {
            assertEquals(row.verdict(), verdictOf(row, staleVote), () -> "what the dead voted: " + staleVote);
        }
    }

    private static boolean verdictOf(Row row, Vote staleVote) {
        assertEquals(row.replicas() - 1, row.others().size(), "a replica a word");
        Duration fresh = Duration.ofSeconds(5);
        HealthBook book = new HealthBook(new Replica("ns0", "here"), 7, row.replicas(), fresh);
        long now = -Duration.ofSeconds(3).toNanos(); // a monotonic clock may be negative, and pass through zero
        for (int i = 0; i < row.others().size(); i++) {
            if (!row.others().get(i).equals("gone")) {
                book.heartbeat(new Replica("ns" + (i + 1), "site" + i), 1, now);
            }
        }
        Pair pair = pairProbedHere(book, row, now);
        book.restore(Map.of(pair, new Verdict(row.last(), false, 5)));
        if (row.witness()) {
            book.observed(WITNESS, true, "said");
        }
        if (row.own() != Vote.NONE) {
            book.observed(pair, row.own() == Vote.UP, "said");
        }
        for (int i = 0; i < row.others().size(); i++) {
            String word = row.others().get(i);
            Vote vote = word.equals("gone") ? staleVote : Row.vote(word);
            book.heard(new Ballot("ns" + (i + 1), 1, 1, pair, vote, false, "said"));
        }
        book.changes(now + Duration.ofSeconds(4).toNanos(), 1_000);
        return book.verdict(pair).up();
    }

    /** Configures pairs until one falls into this replica's share where the row says that it votes. */
    private static Pair pairProbedHere(HealthBook book, Row row, long now) {
        for (int host = 1; host < 255; host++) {
            Pair pair = new Pair("example.com./web", "192.0.2." + host);
            Quorum quorum = new Quorum(row.vantages(), 1, 1, Set.of(WITNESS));
            book.configure(Map.of(pair, quorum, WITNESS, new Quorum(row.replicas(), 1, 1, Set.of())));
            book.changes(now, 0);
            if (row.own() == Vote.NONE || book.share().contains(pair)) {
                return pair;
            }
        }
        throw new AssertionError("no pair of 254 in this replica's share");
    }
}
