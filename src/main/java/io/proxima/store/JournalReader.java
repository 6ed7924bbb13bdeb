package io.proxima.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal, also while it is written; for any thread. What is damaged is passed over.
 *
 * @param folder the journal's
 */
public record JournalReader(Path folder) {

    /**
     * What a replica's journal says of an instant.
     *
     * @param endedUnsaid the last record before a start that no stop went before, where the instant lies between: the replica
     *     was killed at some time after that record, and may not have served any more
     */
    public record AsOf(JournalState state, @Nullable Instant endedUnsaid) {}

    /**
     * The last records from an instant on, in the order they were written.
     *
     * @param most how many at most
     */
    public List<JournalRecord> since(Instant from, int most) throws IOException {
        Segments segments = new Segments(folder);
        List<Long> numbers = segments.numbers();
        List<JournalRecord> found = new ArrayList<>();
        for (int i = numbers.size() - 1; i >= 0 && found.size() < most; i--) {
            List<JournalRecord> records = segments.records(numbers.get(i));
            Collections.reverse(records);
            records.stream()
                    .filter(record -> !record.at().isBefore(from) && isNews(record.entry()))
                    .limit(most - found.size())
                    .forEach(found::add);
            if (!records.isEmpty() && records.getLast().at().isBefore(from)) {
                break;
            }
        }
        Collections.reverse(found);
        return found;
    }

    /**
     * The first records behind a number, in the order they were written, snapshots among them.
     *
     * @param most how many at most
     */
    public List<JournalRecord> after(long number, int most) throws IOException {
        Segments segments = new Segments(folder);
        List<Long> numbers = segments.numbers();
        int at = numbers.size() - 1;
        while (at > 0 && first(segments, numbers.get(at)) > number + 1) {
            at--;
        }
        List<JournalRecord> found = new ArrayList<>();
        for (; at >= 0 && at < numbers.size() && found.size() < most; at++) {
            segments.records(numbers.get(at)).stream()
                    .filter(record -> record.number() > number)
                    .limit(most - found.size())
                    .forEach(found::add);
        }
        return found;
    }

    /** The number of the last record; 0 where there is none. */
    public long last() throws IOException {
        Segments segments = new Segments(folder);
        for (long number : segments.numbers().reversed()) {
            List<JournalRecord> records = segments.records(number);
            if (!records.isEmpty()) {
                return records.getLast().number();
            }
        }
        return 0;
    }

    private static long first(Segments segments, long number) throws IOException {
        return segments.first(number).map(JournalRecord::number).orElse(Long.MAX_VALUE);
    }

    /** Whether a record says something that those before it do not. */
    public static boolean isNews(Entry entry) {
        return !(entry instanceof Entry.Snapshot);
    }

    /**
     * What all records up to the last one that is not later than an instant amount to.
     *
     * @throws StoreException where the journal says nothing of it
     */
    public AsOf at(Instant instant) throws StoreException {
        if (instant.isAfter(Instant.now())) {
            throw new StoreException(local(instant) + " is still to come");
        }
        try {
            return read(instant);
        } catch (IOException e) {
            throw new StoreException("the journal in " + folder + " cannot be read: " + e, e);
        }
    }

    private AsOf read(Instant instant) throws IOException, StoreException {
        Segments segments = new Segments(folder);
        List<Long> numbers = segments.numbers();
        int at = numbers.size() - 1;
        while (at >= 0 && begins(segments, numbers.get(at)).isAfter(instant)) {
            at--;
        }
        List<JournalRecord> until = at < 0 ? List.of() : segments.records(numbers.get(at));
        List<JournalRecord> after = at + 1 < numbers.size() ? segments.records(numbers.get(at + 1)) : List.of();
        List<JournalRecord> records = new ArrayList<>(until);
        int last = last(records, instant);
        records.addAll(after);
        Optional<JournalState> state = fold(records.subList(0, last + 1));
        while (state.isEmpty() && --at >= 0) {
            List<JournalRecord> before = segments.records(numbers.get(at));
            records.addAll(0, before);
            last += before.size();
            state = fold(records.subList(0, last + 1));
        }
        if (state.isPresent()) {
            return asOf(records, last, state.get());
        }
        Optional<Instant> first = records.stream()
                .filter(record -> record.entry() instanceof Entry.Snapshot)
                .findFirst()
                .map(JournalRecord::at);
        throw new StoreException(
                first.isEmpty()
                        ? "there is no journal in " + folder + "; a server that runs keeps it there"
                        : "the journal in " + folder + " begins at " + local(first.get()) + "; nothing is known of "
                                + local(instant));
    }

    private static Optional<JournalState> fold(List<JournalRecord> records) {
        Fold fold = new Fold();
        records.forEach(fold::take);
        return fold.state();
    }

    /** When a segment begins; never, where nothing in it is whole. */
    private static Instant begins(Segments segments, long number) throws IOException {
        return segments.first(number).map(JournalRecord::at).orElse(Instant.MAX);
    }

    private static AsOf asOf(List<JournalRecord> records, int last, JournalState state) throws StoreException {
        Optional<JournalRecord> next = records.stream()
                .skip(last + 1L)
                .filter(record -> record.entry() instanceof Entry.Started || record.entry() instanceof Entry.Stopped)
                .findFirst();
        boolean startsNext = next.isPresent() && next.get().entry() instanceof Entry.Started;
        if (!state.running()) {
            Instant stopped = records.subList(0, last + 1).reversed().stream()
                    .filter(record -> record.entry() instanceof Entry.Stopped)
                    .findFirst()
                    .orElse(records.get(last))
                    .at();
            throw new StoreException("nothing was answered then: the server was stopped at " + local(stopped)
                    + (startsNext ? ", and started at " + local(next.get().at()) : ""));
        }
        boolean gap = startsNext && records.get(last + 1).number() == next.get().number();
        return new AsOf(state, gap ? records.get(last).at() : null);
    }

    /** The last record that is not later than an instant, or -1; a clock that was set back leaves others in between. */
    private static int last(List<JournalRecord> records, Instant instant) {
        int last = records.size() - 1;
        while (last >= 0 && records.get(last).at().isAfter(instant)) {
            last--;
        }
        return last;
    }

    private static String local(Instant instant) {
        return instant.atZone(ZoneId.systemDefault()).toOffsetDateTime().toString();
    }
}
