package io.proxima;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of the {@link Activation}: one thing after another, in the order in which they are wanted. */
final class ReleaseThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseThread.class);
    /** By then queries have taken the new catalog. */
    private static final long TIDY_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** Where releases come that fast one after another, they do not share the cores with the collector after each. */
    private static final long TIDY_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(20);

    private static final long END_WITHIN_SECONDS = 2;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
            1, task -> Thread.ofPlatform().name("releases").daemon().unstarted(task));

    // The thread's own, on the clock of System.nanoTime.
    private boolean tidying;
    private long untidySince;
    private long untidyAt;

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

    /** What reading and compiling left behind, and the catalog before, go beside the queries and not when room runs out; on the thread. */
    void tidySoon() {
        untidyAt = System.nanoTime();
        if (!tidying) {
            tidying = true;
            untidySince = untidyAt;
            tidyAfter(TIDY_AFTER_NANOS);
        }
    }

    private void tidyAfter(long nanos) {
        if (!executor.isShutdown()) {
            var _ = executor.schedule(this::tidy, nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void tidy() {
        long now = System.nanoTime();
        long left = TIDY_AFTER_NANOS - (now - untidyAt);
        if (left > 0 && now - untidySince < TIDY_WITHIN_NANOS) {
            tidyAfter(left);
            return;
        }
        tidying = false;
        // It lasts as long as the collector takes to mark, during which the next edit is not to wait.
        Thread.ofPlatform().name("release-tidying").daemon().start(System::gc);
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
