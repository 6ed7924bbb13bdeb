package io.proxima;

import io.proxima.catalog.Fingerprint;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices edited files, and hands them to the activation once they have come to rest. */
final class ReleaseWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseWatcher.class);
    private static final long LOOK_EVERY_MILLIS = 250;

    private final ReleaseLoader loader;
    private final Activation activation;
    private Fingerprint last;

    ReleaseWatcher(ReleaseLoader loader, Activation activation) {
        this.loader = loader;
        this.activation = activation;
        this.last = loader.look();
    }

    /** Begins to look for edits. */
    void watch() {
        var _ = activation
                .thread()
                .scheduleWithFixedDelay(this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            Fingerprint now = loader.look();
            boolean still = now.equals(last);
            last = now;
            if (activation.hasSeen(now) || !still) { // what changed since the last look may be half written
                return;
            }
            Optional<Candidate> candidate = loader.files();
            candidate.ifPresent(activation::noticed);
        } catch (RuntimeException e) {
            LOG.error("the edited files could not be looked at; what is served stays", e);
        } catch (OutOfMemoryError _) { // the old release and the new one are in memory together for a while
            LOG.error("too little memory for the edited files; what is served stays (raise -Xmx)");
        }
    }

    @Override
    public void close() {
        activation.thread().shutdown();
    }
}
