package io.proxima.probe;

import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * The course of one attempt: what it is doing, the time it has, and its one outcome; the first word counts. Confined to the
 * event loop.
 */
final class Course {
    private final Vertx vertx;
    private final Attempt.Listener listener;
    private final Runnable hangUp;
    private final long startedNanos = System.nanoTime();
    private final long timeoutMillis;
    private final long timer;
    private String doing;
    private boolean decided;
    private boolean released;

    /**
     * Begins: the time runs.
     *
     * @param doing for the sentence of a time-out: {@code connecting}
     * @param hangUp called where the attempt ends without a success
     */
    Course(Vertx vertx, Duration timeout, String doing, Attempt.Listener listener, Runnable hangUp) {
        this.vertx = vertx;
        this.listener = listener;
        this.hangUp = hangUp;
        this.doing = doing;
        this.timeoutMillis = Math.max(1, timeout.toMillis());
        this.timer = vertx.setTimer(timeoutMillis, id -> fail(timedOut()));
    }

    void doing(String next) {
        doing = next;
    }

    String doing() {
        return doing;
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    /** When the time is over, by {@link System#nanoTime}. */
    long deadlineNanos() {
        return startedNanos + timeoutMillis * 1_000_000;
    }

    /** The sentence of a time-out. */
    String timedOut() {
        return "timed out after " + timeoutMillis + " ms " + doing;
    }

    boolean decided() {
        return decided;
    }

    void succeed(String reason) {
        decide(Outcome.SUCCESS, reason);
    }

    void fail(String reason) {
        end(Outcome.FAILURE, reason);
    }

    /** As {@link #fail}, but whoever says so hangs up. */
    void refuse(String reason) {
        decide(Outcome.FAILURE, reason);
    }

    /** Nothing can be said of the member. */
    void none(String reason) {
        end(Outcome.NONE, reason);
    }

    /** Ends without an outcome. */
    void abandon() {
        if (!decided) {
            decided = true;
            vertx.cancelTimer(timer);
        }
        hangUp.run();
    }

    void release() {
        if (!released) {
            released = true;
            listener.released();
        }
    }

    private void end(Outcome outcome, String reason) {
        if (!decided) {
            decide(outcome, reason);
            hangUp.run();
        }
    }

    private void decide(Outcome outcome, String reason) {
        if (!decided) {
            decided = true;
            vertx.cancelTimer(timer);
            listener.decided(outcome, reason, System.nanoTime() - startedNanos);
        }
    }
}
