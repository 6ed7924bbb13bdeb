package io.proxima;

import io.proxima.answer.QuerySamples;
import io.proxima.catalog.Published;
import io.proxima.config.ServerConfig;
import io.proxima.control.ControlServer;
import io.proxima.control.QueriesDesk;
import io.proxima.control.TrialDesk;
import io.proxima.control.TrialGround;
import io.proxima.control.Trials;
import io.proxima.health.HealthBook;
import io.proxima.health.Overrides;
import io.proxima.server.ListenerCounts;
import io.proxima.server.Listeners;
import io.proxima.trial.QueryReport;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a replica is asked, and what a change would make of it: the sample, the listeners' rates, the desks for both. */
final class Trying {
    private static final long LOOK_EVERY_MILLIS = 5_000;
    /** A minute of them. */
    private static final int LOOKS = 13;

    private final Signals signals;
    private final Published published;
    private final HealthBook book;
    private final Overrides overrides;
    private final Supplier<String> release;
    private final @Nullable QuerySamples samples;
    private final Trials trials;
    private volatile List<Look> looks = List.of();
    private volatile @Nullable Listeners listeners;

    /** What the listeners had received at some time. */
    private record Look(long nanos, List<ListenerCounts> counts) {}

    /**
     * @param book the signals' thread's, as are the overrides
     * @param release what is served, as people quote it
     */
    Trying(
            ServerConfig config,
            Signals signals,
            Published published,
            HealthBook book,
            Overrides overrides,
            Supplier<String> release) {
        this.signals = signals;
        this.published = published;
        this.book = book;
        this.overrides = overrides;
        this.release = release;
        this.samples = Setup.samples(config);
        this.trials = new Trials(this::ground, Setup.filesOf(config), samples);
    }

    /** Where engines put the queries they keep; null where none are kept. */
    @Nullable
    QuerySamples samples() {
        return samples;
    }

    List<ControlServer.Desk> desks() {
        return List.of(new TrialDesk(trials), new QueriesDesk(trials, this::received));
    }

    /** Begins to look, on an event loop: it is quick. */
    void watch(Listeners open, Vertx vertx) {
        listeners = open;
        look();
        vertx.setPeriodic(LOOK_EVERY_MILLIS, _ -> look());
    }

    private void look() {
        if (samples != null) {
            samples.turn();
        }
        Deque<Look> all = new ArrayDeque<>(looks);
        all.addLast(now());
        if (all.size() > LOOKS) {
            all.removeFirst();
        }
        looks = List.copyOf(all);
    }

    private Look now() {
        Listeners open = listeners;
        return new Look(System.nanoTime(), open == null ? List.of() : open.counts());
    }

    private CompletableFuture<TrialGround> ground() {
        return signals.ask(() -> new TrialGround(
                "release " + release.get(),
                published.catalog(),
                book.verdicts(),
                overrides.inForce(),
                overrides.registers(),
                System.currentTimeMillis()));
    }

    private List<QueryReport.Listener> received() {
        List<Look> before = looks;
        Look now = now();
        List<QueryReport.Listener> received = new ArrayList<>();
        for (int i = 0; i < now.counts().size(); i++) {
            ListenerCounts counts = now.counts().get(i);
            long earlier = before.isEmpty()
                    ? counts.received()
                    : before.getFirst().counts().get(i).received();
            double seconds =
                    before.isEmpty() ? 1 : (now.nanos() - before.getFirst().nanos()) / 1e9;
            received.add(new QueryReport.Listener(
                    counts.transport().name().toLowerCase(Locale.ROOT),
                    Observatory.text(counts.address()),
                    counts.received(),
                    (counts.received() - earlier) / Math.max(seconds, 1e-3)));
        }
        return received;
    }
}
