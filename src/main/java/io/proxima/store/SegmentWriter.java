package io.proxima.store;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Appends records to the last segment, and begins another when it is full: with a snapshot, so that those before can go.
 *
 * <p>After an {@link IOException} it is to be closed, and opened again by a new one. Confined to one thread.
 */
final class SegmentWriter implements AutoCloseable {
    /** A segment is at least so many times as long as the snapshot it begins with. */
    private static final int SNAPSHOTS_LONG = 4;

    private final Segments segments;
    private final Journal.Limits limits;
    private final Fold fold = new Fold();
    private final ByteArrayOutputStream unwritten = new ByteArrayOutputStream();
    private final List<JournalRecord> taken = new ArrayList<>();
    private @Nullable FileChannel channel;
    private long segment;
    private long size;
    private long fullAt;
    private long number;

    private SegmentWriter(Segments segments, Journal.Limits limits) {
        this.segments = segments;
        this.limits = limits;
        this.fullAt = limits.segmentOctets();
    }

    /** Finds where the last run ended, and cuts off what it wrote by half. */
    static SegmentWriter open(Segments segments, Journal.Limits limits) throws IOException {
        SegmentWriter writer = new SegmentWriter(segments, limits);
        Files.createDirectories(segments.folder());
        List<Long> numbers = segments.numbers();
        writer.segment = numbers.isEmpty() ? 1 : numbers.getLast();
        for (int i = numbers.size() - 1; i >= 0 && writer.number == 0; i--) {
            List<JournalRecord> records = segments.records(numbers.get(i));
            writer.number = records.isEmpty() ? 0 : records.getLast().number();
        }
        byte[] last = segments.octets(writer.segment);
        int[] whole = new int[1];
        Frames.scan(last, last.length, (octets, from, length, end) -> whole[0] = end);
        writer.channel(writer.segment).truncate(whole[0]);
        writer.size = whole[0];
        if (whole[0] > 0 && last[whole[0] - 1] != '\n') {
            writer.unwritten.write('\n');
        }
        return writer;
    }

    /** Takes a record; it is written by {@link #write}. */
    void append(Instant at, Entry entry) throws IOException {
        if (size + unwritten.size() >= fullAt) {
            write();
            begin(at);
        }
        put(at, entry);
    }

    private void put(Instant at, Entry entry) {
        JournalRecord record = new JournalRecord(++number, at, entry);
        fold.take(record);
        taken.add(record);
        unwritten.writeBytes(Frames.frame(RecordCodec.encode(record)));
    }

    private void begin(Instant at) throws IOException {
        sync();
        close();
        segment++;
        size = 0;
        var _ = channel(segment);
        Optional<Entry.Snapshot> snapshot = fold.snapshot();
        snapshot.ifPresent(state -> put(at, state));
        fullAt = Math.max(limits.segmentOctets(), (long) SNAPSHOTS_LONG * unwritten.size());
        segments.trim(limits.keepOctets());
    }

    /** Hands everything taken so far to the operating system, which keeps it whatever becomes of this process. */
    void write() throws IOException {
        FileChannel open = channel(segment);
        ByteBuffer octets = ByteBuffer.wrap(unwritten.toByteArray());
        unwritten.reset();
        while (octets.hasRemaining()) {
            size += open.write(octets);
        }
    }

    /** The records since this was asked last, in their order; those that are not written yet among them. */
    List<JournalRecord> taken() {
        List<JournalRecord> all = List.copyOf(taken);
        taken.clear();
        return all;
    }

    /** Hands everything written so far to the disk. */
    void sync() throws IOException {
        channel(segment).force(false);
    }

    private FileChannel channel(long of) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(segments.file(of), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel = open;
            open.position(open.size());
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}
