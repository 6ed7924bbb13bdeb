package io.proxima;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of {@link ReleaseSharing}, which alone waits for the other replicas; the cluster's troubles end here. */
final class SharingThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseSharing.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("release-sharing").daemon().unstarted(task));
    private volatile String trouble = "";

    /** Does something when its turn comes. */
    void run(Runnable task) {
        again(task, 0);
    }

    /** Does something after a while. */
    void again(Runnable task, long millis) {
        try {
            var _ = thread.schedule(() -> guarded(task), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            LOG.debug("too late to share a release");
        }
    }

    /** Does something again and again, with a while between. */
    void often(Runnable task, long millis) {
        try {
            var _ = thread.scheduleWithFixedDelay(() -> guarded(task), millis, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException _) {
            LOG.debug("closed before it began");
        }
    }

    /** Says what goes wrong, when it begins and not every time it goes on; nothing is wrong with an empty text. */
    void trouble(String now) {
        if (!now.isEmpty() && !now.equals(trouble) && !thread.isShutdown()) {
            LOG.warn("{}", now);
        }
        trouble = now;
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) { // Hazelcast's are unchecked; the next time is a second away
            trouble("releases are not shared for now: " + e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
