package io.proxima.probe;

import io.vertx.core.Context;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The prober's event loop, as other threads see it. */
record Loop(Context context) {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** Runs something there, soon; nothing happens once the loop has ended. */
    void run(Runnable task) {
        try {
            context.runOnContext(nothing -> task.run());
        } catch (RejectedExecutionException _) {
            LOG.debug("too late: the event loop has ended");
        }
    }
}
