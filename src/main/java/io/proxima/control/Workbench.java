package io.proxima.control;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Where a desk does what takes long: one piece of work at a time, so that whoever asks often takes no more than one processor
 * from the queries.
 *
 * <p>A few more wait; who comes when they are that many gets status 503. So does who has waited longer than the deadline: work
 * that has begun goes on to its end, and work that has not is left out. The thread is a daemon and goes when nothing is asked.
 */
final class Workbench {
    /** Longer than anything measured takes by far, and shorter than an idle connection is kept. */
    static final Duration DEADLINE = Duration.ofSeconds(50);

    private static final int WAITING = 4;
    private static final int IDLE_SECONDS = 10;

    private final String what;
    private final Duration deadline;
    private final ThreadPoolExecutor worker;

    /** @param what is done here, for sentences: "counting lines" */
    Workbench(String what, Duration deadline) {
        this.what = what;
        this.deadline = deadline;
        this.worker = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                task -> Thread.ofPlatform().name("desk").daemon().unstarted(task));
        worker.allowCoreThreadTimeOut(true);
    }

    Workbench(String what) {
        this(what, DEADLINE);
    }

    /** Answers with the document that comes of the work, else with what went wrong. */
    void answer(RoutingContext context, Callable<?> work) {
        CompletableFuture<Object> said = new CompletableFuture<>();
        try {
            worker.execute(() -> {
                if (said.isDone()) {
                    return;
                }
                try {
                    said.complete(work.call());
                } catch (Exception | OutOfMemoryError e) { // the work's own memory: the server goes on
                    said.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException _) {
            throw new ProblemException(busy("the server is busy with " + what + "; ask again in a while"));
        }
        Routes.answer(
                context,
                said.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                                failure instanceof TimeoutException
                                        ? new ProblemException(
                                                busy(what + " took longer than " + deadline.toSeconds() + " s"))
                                        : failure)));
    }

    private static Problem busy(String detail) {
        return new Problem(503, "Busy", detail, "");
    }
}
