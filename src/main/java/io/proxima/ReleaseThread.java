package io.proxima;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of the {@link Activation}: one thing after another, in the order in which they are wanted. */
final class ReleaseThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseThread.class);
    /** By then queries have taken the new catalog. */
    private static final long TIDY_AFTER_MILLIS = 2_000;
    /** Where edits follow one another, since every collection stops those that answer for some milliseconds. */
    private static final long TIDY_EVERY_MILLIS = 20_000;

    private static final long END_WITHIN_SECONDS = 2;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("releases").daemon().unstarted(task));

    private final AtomicBoolean tidying = new AtomicBoolean();
    private volatile long nextTidyNanos = System.nanoTime();

    ReleaseThread() {
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** For what is done now and then. */
    ScheduledExecutorService executor() {
        return executor;
    }

    /** Does something when its turn comes; what it throws is logged, and fails the future. */
    <T> CompletableFuture<T> run(Supplier<T> task) {
        try {
            return CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return task.get();
                        } catch (RuntimeException e) {
                            LOG.error("a release could not be looked at; what is served stays", e);
                            throw e;
                        }
                    },
                    executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * What reading and compiling left behind, and the catalog before, go beside the queries and not when room runs out: soon
     * after an edit, and not again for a while.
     */
    void tidySoon() {
        if (!executor.isShutdown() && !tidying.getAndSet(true)) {
            long apart = TimeUnit.NANOSECONDS.toMillis(nextTidyNanos - System.nanoTime());
            var _ = executor.schedule(this::tidy, Math.max(TIDY_AFTER_MILLIS, apart), TimeUnit.MILLISECONDS);
        }
    }

    private void tidy() {
        tidying.set(false);
        nextTidyNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIDY_EVERY_MILLIS);
        System.gc();
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(END_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a release is still being read");
                executor.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
