package io.proxima.probe;

import io.proxima.health.Pair;
import io.proxima.health.RiseFall;
import io.proxima.policy.Check;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks each pair again and again, and reports each result.
 *
 * <p>A new pair is probed within a second, then every {@code every} ± 10 %; while its latest results are failures that
 * have not yet led to a vote, within a second. At most {@value #MAX_SOCKETS} sockets are open at once; probes that fall
 * due beyond that wait in line, their time-out not yet running.
 *
 * <p>All of it happens on one event loop, and results are handed over there: their consumer must not block. The methods
 * may be called from any thread and return at once.
 */
public final class Prober implements AutoCloseable {
    private static final int MAX_SOCKETS = 256;
    private static final Duration FIRST_WITHIN = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Context context;
    private final RandomGenerator random;
    private final Consumer<ProbeResult> results;
    private final NetClient client;
    private final ClientSSLOptions verifying;
    private final ClientSSLOptions trusting;

    // The rest belongs to the event loop.
    private final Map<Pair, Target> targets = new HashMap<>();
    private final ArrayDeque<Target> waiting = new ArrayDeque<>();
    private int sockets;
    private boolean closed;

    /**
     * A prober without targets.
     *
     * @param random of this prober alone: it is used on the event loop
     * @param results called on the event loop, once a probe; never after its pair was removed
     */
    public Prober(Vertx vertx, RandomGenerator random, Consumer<ProbeResult> results) {
        this(vertx, random, results, null);
    }

    /** As the public one, with certificates to trust in place of the JDK's. */
    Prober(Vertx vertx, RandomGenerator random, Consumer<ProbeResult> results, @Nullable TrustOptions trust) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.random = random;
        this.results = results;
        this.client = vertx.createNetClient(new NetClientOptions().setReconnectAttempts(0));
        // Kept for good: Vert.x caches the TLS context of options that are equal.
        this.verifying = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
        this.trusting = new ClientSSLOptions().setTrustAll(true).setHostnameVerificationAlgorithm("");
        if (trust != null) {
            verifying.setTrustOptions(trust);
        }
    }

    /** Replaces what is probed: pairs that stay keep their rhythm, new ones start within a second, others stop. */
    public void update(Map<Pair, Probe> wanted) {
        Map<Pair, Probe> probes = Map.copyOf(wanted);
        context.runOnContext(nothing -> replace(probes));
    }

    /** Stops everything; sockets and timers are gone once the event loop gets to it, and no more results come. */
    @Override
    public void close() {
        context.runOnContext(nothing -> {
            closed = true;
            replace(Map.of());
            client.close();
        });
    }

    private void replace(Map<Pair, Probe> probes) {
        for (Target target : new ArrayList<>(targets.values())) {
            Probe probe = probes.get(target.pair);
            if (probe == null
                    || !probe.check().every().equals(target.probe.check().every())) {
                targets.remove(target.pair);
                target.stop();
            } else {
                target.probe = probe;
            }
        }
        if (!closed) {
            probes.forEach((pair, probe) -> targets.computeIfAbsent(pair, key -> new Target(key, probe)));
        }
    }

    /** Starts what waits, as far as sockets go. */
    private void advance() {
        while (sockets < MAX_SOCKETS) {
            Target next = waiting.poll();
            if (next == null) {
                return;
            }
            next.probe();
        }
    }

    /** One pair, from the moment it is to be probed until it is not. */
    private final class Target implements Attempt.Listener {
        private final Pair pair;
        private Probe probe;
        private RiseFall state = RiseFall.FRESH;
        private long timer;
        private boolean stopped;
        private @Nullable Attempt attempt;

        Target(Pair pair, Probe probe) {
            this.pair = pair;
            this.probe = probe;
            Duration every = probe.check().every();
            Duration window = every.compareTo(FIRST_WITHIN) < 0 ? every : FIRST_WITHIN;
            due((long) (window.toNanos() * random.nextDouble()));
        }

        void stop() {
            stopped = true;
            vertx.cancelTimer(timer);
            waiting.remove(this);
            if (attempt != null) {
                attempt.abandon();
            }
        }

        private void due(long inNanos) {
            timer = vertx.setTimer(Math.max(1, inNanos / 1_000_000), id -> {
                waiting.add(this);
                advance();
            });
        }

        void probe() {
            sockets++;
            attempt = Attempt.start(vertx, client, probe.check().verify() ? verifying : trusting, probe, this);
        }

        @Override
        public void decided(boolean success, String reason, long latencyNanos) {
            if (stopped) {
                return;
            }
            Check check = probe.check();
            state = state.after(success, check.fall(), check.rise());
            long wait = state.nextProbeIn(check.every(), random).toNanos();
            // The interval runs from start to start; a doubt is looked into from now.
            due(state.pending() ? wait : wait - latencyNanos);
            results.accept(new ProbeResult(pair, success, reason, latencyNanos));
        }

        @Override
        public void released() {
            sockets--;
            advance();
        }
    }
}
