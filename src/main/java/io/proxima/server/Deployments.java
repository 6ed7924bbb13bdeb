package io.proxima.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits, on a thread that is no event loop, for what Vert.x does on its own. */
final class Deployments {
    private static final int PATIENCE_SECONDS = 10;

    private Deployments() {}

    /** Waits for {@code future}, or says why the listener could not begin. */
    static <T> T begun(Future<T> future, InetSocketAddress address, Transport transport) throws ListenException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw ListenException.of(address, transport, e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ListenException(address, transport, "interrupted while beginning to listen", e);
        } catch (TimeoutException e) {
            throw new ListenException(
                    address, transport, "Vert.x did not begin to listen within " + PATIENCE_SECONDS + " s", e);
        }
    }

    /** Waits until {@code future} is done, well or not: there is nothing to do about a close that failed. */
    static void ended(Future<?> future) {
        try {
            future.otherwiseEmpty().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Vert.x did not close a listener", e);
        }
    }

    /**
     * Done when the port of a closed socket is free: a JDK channel lets go of it only once its event loop has selected
     * again, which a timer comes after.
     */
    static Future<?> released(Vertx vertx, Future<Void> closed) {
        return closed.compose(ignored -> vertx.timer(1, TimeUnit.MILLISECONDS));
    }
}
