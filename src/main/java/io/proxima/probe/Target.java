package io.proxima.probe;

import io.proxima.health.Pair;
import io.proxima.health.RiseFall;
import io.proxima.policy.Ask;
import io.proxima.policy.Check;
import io.proxima.policy.Pace;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pair, from the moment it is to be probed until it is not; confined to the event loop. */
final class Target {
    private static final Duration FIRST_WITHIN = Duration.ofSeconds(1);

    private final Pair pair;
    private final Equipment equipment;
    private final Consumer<ProbeResult> results;
    private Probe probe;
    private Lane lane;
    private RiseFall state = RiseFall.FRESH;
    private long timer = -1;

    /** Waiting for a place, or for an outcome: nothing is scheduled then. */
    private boolean busy;

    private boolean hurried;
    private @Nullable Attempt attempt;

    Target(Pair pair, Probe probe, Equipment equipment, Consumer<ProbeResult> results) {
        this.pair = pair;
        this.probe = probe;
        this.equipment = equipment;
        this.results = results;
        this.lane = equipment.laneOf(probe.check().ask());
        dueWithin(FIRST_WITHIN);
    }

    /** Whether its latest attempt was a success. */
    boolean answered() {
        return state.run() > 0 && state.succeeded();
    }

    /** Goes on with another form of its check; results so far keep counting. */
    void change(Probe next) {
        Check before = probe.check();
        Check after = next.check();
        probe = next;
        if (!before.ask().equals(after.ask())
                || before.port() != after.port()
                || !before.source().equals(after.source())) {
            stop();
            lane = equipment.laneOf(after.ask());
            dueWithin(FIRST_WITHIN);
        } else if (!busy && !before.pace().equals(after.pace())) {
            dueWithin(after.every());
        }
    }

    /** Probes at once, or once more when what is under way has ended. */
    void hurry() {
        if (busy) {
            hurried = true;
        } else {
            due(0);
        }
    }

    /** Ends what is under way, without a result. */
    void stop() {
        equipment.vertx().cancelTimer(timer);
        lane.withdraw(this);
        if (attempt != null) {
            attempt.abandon();
        }
        busy = false;
        hurried = false;
    }

    /** Called by the lane once there is a place. */
    void start() {
        attempt = equipment.start(pair, probe, answered(), new Run(lane));
    }

    /** At random within a while, and within the interval where that is shorter. */
    private void dueWithin(Duration longest) {
        long nanos = Math.min(probe.check().every().toNanos(), longest.toNanos());
        due((long) (nanos * equipment.random().nextDouble()));
    }

    private void due(long inNanos) {
        equipment.vertx().cancelTimer(timer);
        timer = equipment.vertx().setTimer(Math.max(1, inNanos / 1_000_000), id -> {
            busy = true;
            lane.enter(this);
        });
    }

    private void decided(Outcome outcome, String reason, long latencyNanos) {
        Check check = probe.check();
        Pace pace = check.pace();
        boolean looksAgain = hurried;
        busy = false;
        hurried = false;
        // Where nothing can be asked, asking sooner does not help.
        Duration fast = outcome == Outcome.NONE ? pace.every() : pace.fast();
        state = outcome == Outcome.NONE
                ? RiseFall.FRESH
                : state.after(outcome == Outcome.SUCCESS, check.fall(), check.rise());
        long wait = state.nextProbeIn(pace.every(), fast, pace.jitter(), equipment.random())
                .toNanos();
        // The interval runs from start to start; a doubt is looked into from now.
        due(looksAgain ? 0 : state.pending() ? wait : wait - latencyNanos);
        if (outcome == Outcome.NONE && !(check.ask() instanceof Ask.Push)) {
            equipment.warn(pair.check(), reason);
        }
        results.accept(new ProbeResult(pair, outcome, reason, latencyNanos));
    }

    /** One attempt's end: what was abandoned says nothing but that its place is free. */
    private final class Run implements Attempt.Listener {
        private final Lane lane;

        Run(Lane lane) {
            this.lane = lane;
        }

        @Override
        public void decided(Outcome outcome, String reason, long latencyNanos) {
            Target.this.decided(outcome, reason, latencyNanos);
        }

        @Override
        public void released() {
            lane.leave();
        }
    }
}
