package io.proxima.store;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is on disk after records came, too many came, the disk failed, or the last run ended in the middle. */
class JournalTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long AT = 1_795_574_520_000L;
    private static final Journal.Limits SMALL = new Journal.Limits(2_000, 20_000, 100_000);

    @TempDir
    private Path state;

    private Path folder() {
        return state.resolve("journal");
    }

    private static Entry.VerdictChanged change(int i) {
        return new Entry.VerdictChanged(
                "example.com./web",
                "192.0.2." + i % 250,
                i % 2 == 0,
                false,
                false,
                AT + i,
                "reason " + i,
                List.of(),
                null);
    }

    private List<JournalRecord> read() throws IOException {
        return new JournalReader(folder()).since(Instant.EPOCH, Integer.MAX_VALUE);
    }

    private static List<Long> numbers(List<JournalRecord> records) {
        return records.stream().map(JournalRecord::number).toList();
    }

    @Test
    void whatIsRecordedIsReadInOrder() throws IOException {
        try (Journal journal = new Journal(folder(), Journal.Limits.DEFAULT)) {
            journal.start(() -> {});
            for (int i = 0; i < 5_000; i++) {
                journal.record(AT + i, change(i));
            }
        }
        List<JournalRecord> records = read();
        assertEquals(LongStream.rangeClosed(1, 5_000).boxed().toList(), numbers(records));
        for (int i = 0; i < 5_000; i++) {
            assertEquals(new JournalRecord(i + 1, Instant.ofEpochMilli(AT + i), change(i)), records.get(i));
        }
        assertEquals(records.subList(4_990, 5_000), new JournalReader(folder()).since(Instant.EPOCH, 10));
        assertEquals(
                records.subList(4_998, 5_000), new JournalReader(folder()).since(Instant.ofEpochMilli(AT + 4_998), 10));
    }

    @Test
    void itsSizeIsBoundedAndWhatIsLeftStillSaysAll() throws IOException, StoreException {
        Pair first = new Pair("example.com./web", "2001:db8::1");
        try (Journal journal = new Journal(folder(), SMALL)) {
            journal.start(() -> {});
            journal.record(AT, new Entry.Started("ns1", "3f9c"));
            journal.record(AT, Entry.Snapshot.of("3f9c", Map.of(first, new Verdict(false, false, AT)), Map.of()));
            for (int i = 0; i < 3_000; i++) {
                journal.record(AT + i, change(i % 4));
                if (i % 500 == 0) {
                    int soFar = i;
                    await().atMost(PATIENCE).until(() -> journal.written() > soFar);
                    assertTrue(octets() < 30_000, () -> octets() + " octets");
                }
            }
            await().atMost(PATIENCE).until(() -> journal.written() == 3_002);
        }
        assertTrue(octets() < 30_000, () -> octets() + " octets");
        assertTrue(Files.notExists(folder().resolve("0000000001.log")), "the oldest goes");
        JournalState last =
                new JournalReader(folder()).at(Instant.ofEpochMilli(AT + 3_000)).state();
        assertEquals("3f9c", last.release());
        assertEquals(new Verdict(false, false, AT), last.verdict(first));
        assertEquals(new Verdict(false, false, AT + 3), last.verdict(new Pair("example.com./web", "192.0.2.3")));
        assertEquals(0, last.missing());
    }

    private long octets() {
        try (var files = Files.list(folder())) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatComesTooFastIsCountedAndTheTruthIsAskedFor() throws IOException, StoreException {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch told = new CountDownLatch(1);
        Pair pair = new Pair("example.com./web", "192.0.2.9");
        int room = 100;
        try (Journal journal = new Journal(folder(), new Journal.Limits(1 << 20, 1 << 24, room))) {
            for (int i = 0; i < 300; i++) { // nobody writes yet
                journal.record(AT, change(i));
            }
            journal.start(() -> {
                asked.incrementAndGet();
                journal.record(AT, Entry.Snapshot.of("3f9c", Map.of(pair, new Verdict(false, false, AT)), Map.of()));
                told.countDown();
            });
            await().atMost(PATIENCE).until(() -> told.getCount() == 0);
        }
        List<JournalRecord> records = read();
        assertEquals(room + 1, records.size());
        assertEquals(new Entry.Lost(300 - room), records.getLast().entry());
        assertEquals(1, asked.get());
        JournalState state = new JournalReader(folder()).at(Instant.now()).state();
        assertEquals(0, state.missing());
        assertEquals(Map.of(pair, new Verdict(false, false, AT)), state.verdicts());
    }

    @Test
    void recordingNeverWaits() {
        try (Journal journal = new Journal(folder(), new Journal.Limits(1 << 20, 1 << 24, 1))) {
            for (int i = 0; i < 1_000_000; i++) { // would never end if it waited for room: nobody writes
                journal.record(AT, new Entry.Lost(1));
            }
            assertEquals(0, journal.written());
        }
    }

    @Test
    void aDiskThatFailsIsTriedAgain() throws IOException {
        Files.writeString(folder(), "a file where the folder should be");
        AtomicInteger asked = new AtomicInteger();
        try (Journal journal = new Journal(folder(), Journal.Limits.DEFAULT)) {
            journal.start(asked::incrementAndGet);
            for (int i = 0; i < 7; i++) {
                journal.record(AT, change(i));
            }
            await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> journal.written() == 0);

            Files.delete(folder());
            await().atMost(PATIENCE).until(() -> asked.get() == 1);
            journal.record(AT, change(8));
        }
        List<JournalRecord> records = read();
        assertEquals(
                List.of(new Entry.Lost(7), change(8)),
                records.stream().map(JournalRecord::entry).toList());
    }

    @Test
    void aFolderThatIsRemovedMeanwhileIsMadeAgain() throws IOException {
        try (Journal journal = new Journal(folder(), new Journal.Limits(400, 4_000, 1_000))) {
            journal.start(() -> {});
            journal.record(AT, change(1));
            await().atMost(PATIENCE).until(() -> journal.written() == 1);
            Files.delete(folder().resolve("0000000001.log"));
            Files.delete(folder());
            for (int i = 2; i < 20; i++) {
                journal.record(AT, change(i));
            }
            await().atMost(PATIENCE).until(() -> Files.exists(folder()));
            journal.record(AT, change(20));
        }
        assertEquals(change(20), read().getLast().entry());
    }

    @Test
    void theNextStartCutsWhatWasWrittenByHalfAndCountsOn() throws IOException {
        byte[] log = threeRecords();
        Path file = folder().resolve("0000000001.log");
        for (int length = 0; length <= log.length; length += 11) {
            Files.write(file, Arrays.copyOf(log, length));
            int whole = read().size();
            try (Journal journal = new Journal(folder(), Journal.Limits.DEFAULT)) {
                journal.start(() -> {});
                journal.record(AT + 9, new Entry.Stopped("ns1"));
            }
            List<JournalRecord> records = read();
            assertEquals(LongStream.rangeClosed(1, whole + 1).boxed().toList(), numbers(records), "cut at " + length);
            assertEquals(new Entry.Stopped("ns1"), records.getLast().entry());
            String text = Files.readString(file);
            assertEquals(whole + 1, text.lines().count(), text);
        }
    }

    @Test
    void damageInTheMiddleCostsItsRecordAlone() throws IOException {
        threeRecords();
        Path file = folder().resolve("0000000001.log");
        byte[] log = Files.readAllBytes(file);
        log[log.length / 2] ^= 1;
        Files.write(file, log, StandardOpenOption.TRUNCATE_EXISTING);
        assertEquals(List.of(1L, 3L), numbers(read()));
    }

    private byte[] threeRecords() throws IOException {
        try (Journal journal = new Journal(folder(), Journal.Limits.DEFAULT)) {
            journal.start(() -> {});
            for (int i = 0; i < 3; i++) {
                journal.record(AT + i, change(i));
            }
        }
        return Files.readAllBytes(folder().resolve("0000000001.log"));
    }
}
