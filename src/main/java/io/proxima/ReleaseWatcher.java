package io.proxima;

import io.proxima.catalog.Fingerprint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices edited files, and hands them to the activation once they have come to rest.
 *
 * <p>Files have come to rest when they looked the same for the quiet time: their sizes, their times, and which there are. Every
 * write shows in that, so a set that is being written, file after file with pauses shorter than the quiet time, is never read
 * half way; and what was read is dropped where the files look different afterwards. The operating system says when to look;
 * where it says nothing, files are looked at now and then.
 */
final class ReleaseWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseWatcher.class);
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long SLOWEST_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Where the operating system does not say that something stirs. */
    private static final long ALONE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Who writes on without such a pause would have the same file hashed over and over. */
    private static final long CALM_NANOS = TimeUnit.MILLISECONDS.toNanos(15);
    /** Looking takes at most a fiftieth of one processor. */
    private static final long LOOK_SHARE = 50;

    private final ReleaseLoader loader;
    private final Activation activation;
    private final ScheduledExecutorService thread;
    private final long quietNanos;
    private final FileEvents events;
    private final AtomicBoolean stirred = new AtomicBoolean();

    // The thread's own.
    private @Nullable Fingerprint last;
    private @Nullable Fingerprint followed;
    private @Nullable ScheduledFuture<?> next;
    private long changedNanos;
    private boolean heard;
    private boolean prepared;

    /**
     * @param quiet how long files must have been left alone
     */
    ReleaseWatcher(ReleaseLoader loader, Activation activation, Duration quiet) {
        this.loader = loader;
        this.activation = activation;
        this.thread = activation.thread();
        this.quietNanos = quiet.toNanos();
        this.events = new FileEvents(this::stir);
    }

    /** Begins to look for edits. */
    void watch() {
        thread.execute(this::look);
    }

    /** Something happened in a folder; on the thread of events. */
    private void stir() {
        try {
            if (!stirred.getAndSet(true)) {
                thread.execute(this::look);
            }
        } catch (RejectedExecutionException _) {
            LOG.debug("too late to look at files");
        }
    }

    private void look() {
        stirred.set(false);
        if (next != null) {
            next.cancel(false);
        }
        long begin = System.nanoTime();
        long waitNanos = ALONE_NANOS;
        try {
            waitNanos = looked(begin);
        } catch (RuntimeException e) {
            LOG.error("the edited files could not be looked at; what is served stays", e);
        } catch (OutOfMemoryError _) { // the old release and the new one are in memory together for a while
            LOG.error("too little memory for the edited files; what is served stays (raise -Xmx)");
            activation.giveUp();
        }
        try {
            next = thread.schedule(this::look, waitNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            LOG.debug("no longer looking at files");
        }
    }

    /** Looks, and gives how long to wait before the next look. */
    private long looked(long begin) {
        Fingerprint now = loader.look();
        follow(now);
        long took = System.nanoTime() - begin;
        if (last == null || !now.equals(last)) {
            last = now;
            changedNanos = begin;
            prepared = false;
        }
        if (!activation.hasSeen(now)) {
            long rest = quietNanos - (begin - changedNanos);
            if (rest > 0) {
                return prepared(now, begin, rest);
            }
            Optional<Candidate> candidate = loader.files(now);
            if (candidate.isEmpty()) { // somebody writes again
                return quietNanos / 4;
            }
            activation.noticed(candidate.get());
        }
        return heard
                ? Math.clamp(took * LOOK_SHARE, SLOW_NANOS, SLOWEST_NANOS)
                : Math.max(took * LOOK_SHARE, ALONE_NANOS);
    }

    /** Begins with what takes long once nobody seems to write; gives how long to wait before the next look. */
    private long prepared(Fingerprint now, long begin, long rest) {
        long calm = begin - changedNanos;
        if (calm < CALM_NANOS) {
            return Math.min(rest, CALM_NANOS - calm);
        }
        if (!prepared) {
            prepared = true;
            loader.prepare(now);
        }
        return rest;
    }

    /** Watches what there is now. A folder is watched before what is in it is looked at, so that nothing is missed between. */
    private void follow(Fingerprint now) {
        if (followed == null || !now.equals(followed)) {
            List<Path> others = now.filesUnlike(followed);
            followed = now;
            heard = events.follow(now.folders(), others);
            stir();
        }
    }

    @Override
    public void close() {
        events.close();
    }
}
