package io.proxima.probe;

import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** One echo request and its reply; the {@link Pinger} sends and listens. */
final class IcmpAttempt implements Attempt {
    private final Course course;
    private final Pinger pinger;
    private final Pinger.@Nullable Ping ping;

    /** Starts on the current event loop. */
    IcmpAttempt(Vertx vertx, Pinger pinger, Probe probe, Listener listener) {
        this.pinger = pinger;
        this.course = new Course(vertx, probe.check().timeout(), "waiting for the echo reply", listener, this::hangUp);
        this.ping = pinger.send(probe.address(), probe.check().source().of(probe.address()), this::ended);
    }

    @Override
    public void abandon() {
        course.abandon();
    }

    /** Called on the event loop once the ping's socket is closed. */
    private void ended(Pinger.End end) {
        switch (end) {
            case Pinger.End.Replied _ -> course.succeed("echo reply");
            case Pinger.End.Failed(String why) -> course.fail(why);
            case Pinger.End.NotSent(String why) -> course.none(why);
            case Pinger.End.Withdrawn _ -> {}
        }
        course.release();
    }

    private void hangUp() {
        if (ping != null) {
            pinger.withdraw(ping);
        }
    }
}
