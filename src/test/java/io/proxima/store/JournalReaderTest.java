package io.proxima.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.HealthEvent;
import io.proxima.health.Held;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was known at an instant, as the journal tells it. */
class JournalReaderTest {
    private static final long AT = 1_700_000_000_000L;
    private static final Pair PAIR = new Pair("example.com./web", "192.0.2.1");

    @TempDir
    private Path scratch;

    private Path folder = Path.of("");

    @BeforeEach
    void choose() {
        folder = scratch.resolve("journal");
    }

    /** Records as a server with a clock of its own would write them. */
    private void write(Journal.Limits limits, List<Entry> entries, long stepMillis) {
        try (Journal journal = new Journal(folder, limits)) {
            journal.start(() -> {});
            for (int i = 0; i < entries.size(); i++) {
                journal.record(AT + i * stepMillis, entries.get(i));
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> journal.written() == entries.size());
        }
    }

    private JournalReader.AsOf at(long millis) throws StoreException {
        return new JournalReader(folder).at(Instant.ofEpochMilli(millis));
    }

    private String refusal(long millis) {
        return String.valueOf(
                assertThrows(StoreException.class, () -> at(millis)).getMessage());
    }

    private static Entry down(long changedAtMillis) {
        return Entry.of(new HealthEvent.VerdictChanged(
                PAIR, new Verdict(false, true, false, changedAtMillis), List.of(), "refused", changedAtMillis));
    }

    @Test
    void stateFollowsTheRecords() throws StoreException {
        write(
                Journal.Limits.DEFAULT,
                List.of(
                        new Entry.Started("ns1", "aaaa"),
                        Entry.Snapshot.of("aaaa", Map.of(), Map.of()),
                        down(AT + 2_000),
                        Entry.of(new HealthEvent.Moved(PAIR, new Verdict(false, false, false, AT + 2_000), 0)),
                        new Entry.Refused("bbbb", 1, 0, "x"),
                        Entry.Activated.of("cccc", List.of(Entry.Known.of(PAIR, Verdict.INITIAL)), Map.of())),
                1_000);
        assertEquals(
                new JournalState("aaaa", true, Map.of(), List.of(), 0),
                at(AT + 1_999).state());
        assertEquals(
                Map.of(PAIR, new Verdict(false, true, AT + 2_000)),
                at(AT + 2_000).state().verdicts());
        assertEquals(
                new JournalState("aaaa", true, Map.of(PAIR, new Verdict(false, false, AT + 2_000)), List.of(), 0),
                at(AT + 4_999).state());
        assertEquals(
                new JournalState("cccc", true, Map.of(), List.of(), 0),
                at(AT + 5_000).state());
        assertNull(at(AT + 100_000).endedUnsaid());
    }

    @Test
    void whatHoldsAPairDownIsKnownUntilItNoLongerDoes() throws StoreException {
        Verdict held = new Verdict(false, false, false, AT + 2_000, new Held.Down(AT + 32_000));
        Verdict damped = new Verdict(false, true, false, AT + 2_000, new Held.Damped(3.25, AT + 2_500, AT + 90_000));
        Verdict free = new Verdict(false, false, false, AT + 2_000);
        write(
                Journal.Limits.DEFAULT,
                List.of(
                        new Entry.Started("ns1", "aaaa"),
                        Entry.Snapshot.of("aaaa", Map.of(), Map.of()),
                        Entry.of(new HealthEvent.VerdictChanged(PAIR, held, List.of(), "refused", 0)),
                        Entry.of(new HealthEvent.Moved(PAIR, damped, 0)),
                        Entry.Snapshot.of("aaaa", Map.of(PAIR, damped), Map.of()),
                        Entry.of(new HealthEvent.Moved(PAIR, free, 0))),
                1_000);
        assertEquals(held, at(AT + 2_000).state().verdict(PAIR));
        assertEquals(damped, at(AT + 3_000).state().verdict(PAIR));
        assertEquals(damped, at(AT + 4_000).state().verdict(PAIR));
        assertEquals(free, at(AT + 5_000).state().verdict(PAIR));
    }

    @Test
    void whatIsNotKnownIsSaid() {
        assertTrue(refusal(AT).startsWith("there is no journal in " + folder), refusal(AT));
        write(
                Journal.Limits.DEFAULT,
                List.of(
                        new Entry.Started("ns1", "aaaa"),
                        Entry.Snapshot.of("aaaa", Map.of(), Map.of()),
                        new Entry.Stopped("ns1"),
                        new Entry.Started("ns1", "bbbb"),
                        Entry.Snapshot.of("bbbb", Map.of(), Map.of()),
                        new Entry.Stopped("ns1")),
                1_000);
        assertTrue(refusal(AT - 1).contains("begins at "), refusal(AT - 1));
        assertTrue(refusal(System.currentTimeMillis() + 60_000).endsWith(" is still to come"));
        assertTrue(refusal(AT + 2_500)
                .matches("nothing was answered then: the server was stopped at .*, and started at .*"));
        assertTrue(refusal(AT + 9_000).matches("nothing was answered then: the server was stopped at [^,]*"));
    }

    @Test
    void aKilledServerIsSuspected() throws StoreException {
        write(
                Journal.Limits.DEFAULT,
                List.of(
                        new Entry.Started("ns1", "aaaa"),
                        Entry.Snapshot.of("aaaa", Map.of(), Map.of()),
                        down(AT + 2_000),
                        new Entry.Started("ns1", "bbbb"),
                        Entry.Snapshot.of("bbbb", Map.of(), Map.of())),
                1_000);
        assertEquals(Instant.ofEpochMilli(AT + 2_000), at(AT + 2_500).endedUnsaid());
        assertEquals("aaaa", at(AT + 2_500).state().release());
        assertNull(at(AT + 1_500).endedUnsaid());
        assertEquals(
                new JournalState("bbbb", true, Map.of(), List.of(), 0),
                at(AT + 4_000).state());
    }

    @Test
    void missingRecordsAreCountedUntilASnapshot() throws StoreException, IOException {
        write(
                Journal.Limits.DEFAULT,
                List.of(
                        Entry.Snapshot.of("aaaa", Map.of(), Map.of()),
                        down(AT + 1_000),
                        down(AT + 2_000),
                        new Entry.Lost(5),
                        new Entry.Stopped("ns1"),
                        new Entry.Started("ns1", "aaaa"),
                        Entry.Snapshot.of("aaaa", Map.of(), Map.of())),
                1_000);
        Path file = folder.resolve("0000000001.log");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\"changedAtMillis\":" + (AT + 1_000), "\"changedAtMillis\":0"));
        assertEquals(0, at(AT).state().missing());
        assertEquals(1, at(AT + 2_000).state().missing());
        assertEquals(6, at(AT + 3_000).state().missing());
        assertEquals(0, at(AT + 6_000).state().missing());
    }

    @Test
    void aClockThatIsSetBackLosesNothing() throws StoreException {
        try (Journal journal = new Journal(folder, Journal.Limits.DEFAULT)) {
            journal.start(() -> {});
            journal.record(AT, Entry.Snapshot.of("aaaa", Map.of(), Map.of()));
            journal.record(AT + 60_000, down(AT + 60_000));
            journal.record(AT + 1_000, Entry.Activated.of("bbbb", List.of(), Map.of()));
        }
        assertEquals("aaaa", at(AT + 500).state().release());
        assertEquals("bbbb", at(AT + 1_500).state().release());
        assertEquals(1, at(AT + 1_500).state().verdicts().size());
    }

    /** Whatever the sizes of segments, and also where the snapshot that a segment begins with is damaged. */
    @Test
    void anyInstantIsAsItWas() throws IOException, StoreException {
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            folder = scratch.resolve("seed" + seed);
            List<Entry> entries = new ArrayList<>(List.of(Entry.Snapshot.of("r0", Map.of(), Map.of())));
            TreeMap<Long, JournalState> truth = new TreeMap<>();
            Map<Pair, Verdict> verdicts = new HashMap<>();
            String release = "r0";
            truth.put(AT, new JournalState(release, true, verdicts, List.of(), 0));
            for (int i = 1; i < 600; i++) {
                long millis = AT + i * 10L;
                Pair pair = new Pair("example.com./web", "192.0.2." + random.nextInt(8));
                Verdict last = verdicts.getOrDefault(pair, Verdict.INITIAL);
                switch (random.nextInt(8)) {
                    case 0 -> {
                        release = "r" + i;
                        verdicts.remove(pair);
                        entries.add(
                                Entry.Activated.of(release, List.of(Entry.Known.of(pair, Verdict.INITIAL)), Map.of()));
                    }
                    case 1, 2 -> {
                        Verdict moved = new Verdict(last.up(), random.nextBoolean(), false, last.changedAtMillis());
                        verdicts.put(pair, moved);
                        entries.add(Entry.of(new HealthEvent.Moved(pair, moved, millis)));
                    }
                    default -> {
                        Verdict changed = new Verdict(!last.up(), random.nextBoolean(), false, millis);
                        verdicts.put(pair, changed);
                        entries.add(
                                Entry.of(new HealthEvent.VerdictChanged(pair, changed, List.of(), "refused", millis)));
                    }
                }
                verdicts.values().removeIf(Verdict.INITIAL::equals);
                truth.put(millis, new JournalState(release, true, verdicts, List.of(), 0));
            }
            write(new Journal.Limits(3_000 + random.nextInt(20_000), 1 << 24, 10_000), entries, 10);
            compare(truth, random);
            for (Path segment : new Segments(folder)
                    .numbers().stream().skip(1).map(new Segments(folder)::file).toList()) {
                byte[] octets = Files.readAllBytes(segment);
                octets[20] ^= 4; // within the snapshot
                Files.write(segment, octets);
            }
            for (int i = 0; i < 30; i++) {
                long asked = AT + random.nextInt(6_000);
                JournalState state = at(asked).state();
                assertEquals(truth.floorEntry(asked).getValue().verdicts(), state.verdicts(), "seed " + seed);
            }
        }
    }

    private void compare(NavigableMap<Long, JournalState> truth, Random random) throws StoreException {
        for (int i = 0; i < 100; i++) {
            long asked = AT + random.nextInt(6_100);
            assertEquals(truth.floorEntry(asked).getValue(), at(asked).state());
        }
    }
}
