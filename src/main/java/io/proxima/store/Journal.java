package io.proxima.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps record of what changes, on disk, in segments of bounded number and size.
 *
 * <p>{@link #record} may be called from any thread; it hands over and returns. A thread of its own writes: what is handed over
 * is with the operating system within moments, so that {@code kill -9} loses nothing of it, and on the disk within a second, so
 * that a loss of power loses no more than that second. What comes faster than it is written, or while the disk takes nothing, is
 * counted, and one record says how many are missing; then the truth is asked for, so that what follows does not build on what
 * is missing. A disk that fails costs a warning a minute at most; each second it is tried again.
 */
public final class Journal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final int BATCH = 1024;
    private static final long SYNC_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A disk that is nearly full takes a little now and then. */
    private static final long WARN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final Duration END_WITHIN = Duration.ofSeconds(3);

    private final Segments segments;
    private final Limits limits;
    private final BlockingQueue<Told> queue;
    private final AtomicLong overflowed = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("journal").daemon().unstarted(this::run);
    private volatile Runnable truth = () -> {};
    private volatile Consumer<List<JournalRecord>> listener = _ -> {};
    private volatile boolean closing;
    private final AtomicLong written = new AtomicLong();

    // Only the journal's own thread touches these.
    private @Nullable SegmentWriter writer;
    private long unwritten;
    private boolean failing;
    private boolean dirty;
    private long lastSyncNanos;
    private long retryAtNanos;
    private long lostNanos;
    private long warnedNanos;

    /** What is to be recorded; without an entry, that there is nothing more. */
    private record Told(Instant at, @Nullable Entry entry) {}

    /**
     * How much is kept.
     *
     * @param segmentOctets a segment that is at least so long is not written to any more
     * @param keepOctets the oldest segments go when all take more; the last two stay
     * @param queued how many entries may wait to be written
     */
    public record Limits(int segmentOctets, long keepOctets, int queued) {
        /** 64 MiB in segments of 1 MiB: about 200,000 changes of verdicts. */
        public static final Limits DEFAULT = new Limits(1 << 20, 64L << 20, 1 << 16);
    }

    /** A journal in a folder of its own; nothing is touched until {@link #start}. */
    public Journal(Path folder, Limits limits) {
        this.segments = new Segments(folder);
        this.limits = limits;
        this.queue = new LinkedBlockingQueue<>(limits.queued());
    }

    /** Where the journal is in a replica's state folder. */
    public static Path in(Path state) {
        return state.resolve("journal");
    }

    /**
     * Begins to write.
     *
     * @param truth called on the journal's thread when records are missing: is to have a {@link Entry.Snapshot} recorded, in
     *     order with what else is; must not wait
     */
    public void start(Runnable truth) {
        this.truth = truth;
        thread.start();
    }

    /**
     * Has somebody told of what is written, in its order, once it can be read; on the journal's thread.
     *
     * @param listener hands over and returns
     */
    public void tell(Consumer<List<JournalRecord>> listener) {
        this.listener = listener;
    }

    /** Hands over an entry; it is counted as lost where too many wait. */
    public void record(long atMillis, Entry entry) {
        if (closing || !queue.offer(new Told(Instant.ofEpochMilli(atMillis), entry))) {
            overflowed.incrementAndGet();
        }
    }

    /** How many entries of this run are with the operating system. */
    public long written() {
        return written.get();
    }

    /** Writes what waits, and ends within a few seconds. */
    @Override
    public void close() {
        closing = true;
        var _ = queue.offer(new Told(Instant.EPOCH, null)); // where there is no room, it is awake anyway
        try {
            if (thread.isAlive() && !thread.join(END_WITHIN)) {
                LOG.warn("the journal is still being written");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Told> batch = new ArrayList<>();
        lastSyncNanos = System.nanoTime();
        lostNanos = lastSyncNanos - SYNC_NANOS;
        warnedNanos = lastSyncNanos - WARN_NANOS;
        while (!closing || !queue.isEmpty()) {
            try {
                Told first = queue.poll(waitNanos(), TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                }
                batch.removeIf(told -> told.entry() == null);
                take(batch);
            } catch (InterruptedException _) {
                closing = true;
            } catch (RuntimeException e) {
                LOG.error("records of the journal could not be written", e);
                unwritten += batch.size();
            }
            batch.clear();
        }
        end();
    }

    /** Until the next record, the next time that the disk must have what is written, or the next attempt. */
    private long waitNanos() {
        long now = System.nanoTime();
        long due = failing ? retryAtNanos - now : dirty ? lastSyncNanos + SYNC_NANOS - now : SYNC_NANOS;
        return Math.clamp(due, 0, SYNC_NANOS);
    }

    private void take(List<Told> batch) {
        if (failing && System.nanoTime() - retryAtNanos < 0) {
            unwritten += batch.size();
            return;
        }
        try {
            write(batch);
        } catch (IOException e) {
            unwritten += batch.size();
            fail(e);
        }
    }

    private void write(List<Told> batch) throws IOException {
        SegmentWriter open = writer;
        if (open == null) {
            open = SegmentWriter.open(segments, limits);
            writer = open;
        }
        for (Told told : batch) {
            if (told.entry() != null) {
                open.append(told.at(), told.entry());
            }
        }
        long over = overflowed.get();
        boolean missing = over + unwritten > 0 && (closing || System.nanoTime() - lostNanos >= SYNC_NANOS);
        if (missing) {
            open.append(Instant.now().truncatedTo(ChronoUnit.MILLIS), new Entry.Lost(over + unwritten));
        }
        open.write();
        listener.accept(open.taken());
        written.addAndGet(batch.size());
        dirty |= missing || !batch.isEmpty();
        if (dirty && System.nanoTime() - lastSyncNanos >= SYNC_NANOS) {
            sync(open);
        }
        if (missing) {
            LOG.info("{} records of the journal are missing; it says so where they would stand", over + unwritten);
            overflowed.addAndGet(-over);
            unwritten = 0;
            lostNanos = System.nanoTime();
            truth.run();
        }
        if (failing) {
            failing = false;
            LOG.info("the journal in {} is written again", segments.folder());
        }
    }

    private void sync(SegmentWriter open) throws IOException {
        open.sync();
        dirty = false;
        lastSyncNanos = System.nanoTime();
    }

    private void fail(IOException e) {
        if (System.nanoTime() - warnedNanos >= WARN_NANOS) {
            warnedNanos = System.nanoTime();
            LOG.warn(
                    "the journal in {} cannot be written; it is tried again each second: {}",
                    segments.folder(),
                    e.toString());
        }
        failing = true;
        retryAtNanos = System.nanoTime() + SYNC_NANOS;
        dropWriter();
    }

    private void end() {
        SegmentWriter open = writer;
        try {
            if (open != null && !failing) {
                sync(open);
            }
        } catch (IOException e) {
            fail(e);
        }
        dropWriter();
    }

    private void dropWriter() {
        try (SegmentWriter open = writer) {
            LOG.debug("the journal's file is closed: {}", open);
        } catch (IOException e) {
            LOG.debug("the journal's file could not be closed", e);
        }
        writer = null;
    }
}
