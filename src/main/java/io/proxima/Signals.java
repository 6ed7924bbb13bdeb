package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Published;
import io.proxima.cluster.Cluster;
import io.proxima.cluster.ClusterEvent;
import io.proxima.health.Detections;
import io.proxima.health.HealthBook;
import io.proxima.health.HealthEvent;
import io.proxima.health.OverrideRegister;
import io.proxima.health.Overrides;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.net.Prefix;
import io.proxima.policy.Ask;
import io.proxima.policy.Check;
import io.proxima.probe.Outcome;
import io.proxima.probe.Probe;
import io.proxima.probe.ProbeResult;
import io.proxima.probe.Prober;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer thread: probe results, peers' votes and new catalogs come in, in an order, and what is served follows.
 *
 * <p>Public methods may be called from any thread; they hand over and return.
 */
final class Signals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Signals.class);
    private static final long TICK_MILLIS = 1_000;

    private final HealthBook book;
    private final Overrides overrides;
    private final Published published;
    private final StateFolder state;
    private final Consumer<HealthEvent> record;
    private final Detections detections;
    private final WordsInForce words;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("signals").daemon().unstarted(task));
    private @Nullable Prober prober;
    private @Nullable Cluster cluster;
    private boolean unsaved;

    /**
     * @param book with the last run's verdicts restored
     * @param overrides with the last run's restored
     * @param published with a first catalog, which nobody reads yet
     * @param record told of every change, on the writer thread: hand over and return
     * @param detections of this thread alone from now on
     */
    Signals(
            HealthBook book,
            Overrides overrides,
            Published published,
            StateFolder state,
            Consumer<HealthEvent> record,
            Detections detections) {
        this.book = book;
        this.overrides = overrides;
        this.published = published;
        this.state = state;
        this.record = record;
        this.detections = detections;
        this.words = new WordsInForce(overrides, record);
        Catalog first = published.catalog();
        configure(first);
        words.begin(first, book::verdict, System.currentTimeMillis());
        first.applyAll(book::verdict, System.currentTimeMillis());
        settle(first, Map.of(), System.nanoTime(), System.currentTimeMillis());
    }

    /** Begins to probe and to listen to peers. */
    void start(Prober prober, @Nullable Cluster cluster) {
        submit(() -> {
            this.prober = prober;
            this.cluster = cluster;
            if (cluster != null) {
                overrides.registers().forEach(cluster::tell);
            }
            probeShare();
        });
        var _ = writer.scheduleAtFixedRate(() -> guarded(this::tick), 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Takes a probe's result. */
    void probed(ProbeResult result) {
        submit(() -> {
            if (result.outcome() == Outcome.NONE) {
                book.unasked(result.pair(), result.reason());
            } else {
                if (book.share().contains(result.pair())) {
                    detections.observed(result.pair(), result.success(), System.nanoTime() - result.latencyNanos());
                }
                book.observed(result.pair(), result.success(), result.reason());
            }
            follow();
        });
    }

    /** Takes what came from a peer. */
    void heard(ClusterEvent event) {
        submit(() -> {
            switch (event) {
                case ClusterEvent.BallotHeard(var ballot) -> {
                    detections.heard(ballot, System.nanoTime());
                    book.heard(ballot);
                }
                case ClusterEvent.HeartbeatHeard(var replica, var epoch) ->
                    book.heartbeat(replica, epoch, System.nanoTime());
                case ClusterEvent.NodeGone(var node) -> book.gone(node);
                case ClusterEvent.PushHeard(var pair, var up, var why) -> told(pair, up, why);
                case ClusterEvent.OverrideHeard(var register) -> overrides.heard(register);
                case ClusterEvent.ReleaseHeard _ -> {} // for ReleaseSharing
            }
            if (event instanceof ClusterEvent.OverrideHeard) {
                followOverrides();
            } else {
                follow();
            }
        });
    }

    /** Takes what a member of a known pair says of itself, and tells the other replicas. */
    void pushed(Pair pair, boolean up, String why) {
        submit(() -> {
            told(pair, up, why);
            if (cluster != null) {
                cluster.pushed(pair, up, why);
            }
        });
    }

    /**
     * Takes what this replica was told of members; for the writer thread, through {@link #ask}.
     *
     * @return the generation that answers accordingly
     */
    long said(List<OverrideRegister> registers) {
        overrides.take(registers);
        followOverrides();
        if (cluster != null) {
            registers.forEach(cluster::tell);
        }
        return published.publish(published.catalog());
    }

    /** Puts a catalog in force, with all that is known by then; gives the generation. For the writer thread, through {@link #ask}. */
    long activate(Catalog catalog) {
        configure(catalog);
        words.begin(catalog, book::verdict, System.currentTimeMillis());
        catalog.applyAll(book::verdict, System.currentTimeMillis());
        settle(catalog, Map.of(), System.nanoTime(), System.currentTimeMillis());
        long generation = published.publish(catalog);
        follow();
        probeShare();
        return generation;
    }

    /** What the writer thread sees when its turn comes; failed once this is closed. */
    <T> CompletableFuture<T> ask(Supplier<T> question) {
        try {
            return CompletableFuture.supplyAsync(question, writer);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("the signals thread is still busy");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        state.keep(book.verdicts());
    }

    private void submit(Runnable task) {
        try {
            writer.execute(() -> guarded(task));
        } catch (RejectedExecutionException _) {
            LOG.debug("too late: the signals thread has stopped");
        }
    }

    /** What goes wrong with one signal must not stop those after it. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a signal could not be taken", e);
        }
    }

    private void configure(Catalog catalog) {
        book.configure(catalog.quorums(), catalog.derived().derivations());
        detections.configure(book.verdicts().keySet());
    }

    private void told(Pair pair, boolean up, String why) {
        Check check = published.catalog().checks().get(pair);
        if (prober != null && check != null && check.ask() instanceof Ask.Push) {
            prober.pushed(pair, up, why);
        }
    }

    private void tick() {
        if (cluster != null) {
            cluster.heartbeat();
        }
        follow();
        followOverrides();
        published.catalog().tick(book::verdict, System.currentTimeMillis());
        if (unsaved) {
            unsaved = false;
            state.keep(book.verdicts());
        }
    }

    /** Draws the consequences of what the book was told. */
    private void follow() {
        long nowMillis = System.currentTimeMillis();
        long nowNanos = System.nanoTime();
        HealthBook.Changes changes = book.changes(nowNanos, nowMillis);
        if (!changes.verdicts().isEmpty()) {
            settle(published.catalog(), changes.verdicts(), nowNanos, nowMillis);
        }
        if (cluster != null) {
            changes.ballots().forEach(ballot -> cluster.publish(detections.told(ballot, nowNanos)));
        }
        if (changes.shareMoved()) {
            probeShare();
        }
    }

    /** Takes changed verdicts, and those that are derived from them, into a catalog and the record. */
    private void settle(Catalog catalog, Map<Pair, Verdict> changed, long nowNanos, long nowMillis) {
        Map<Pair, Verdict> all = catalog.settle(
                changed, book::verdict, (pairs, poolState) -> book.derive(pairs, poolState, nowMillis), nowMillis);
        all.forEach((pair, verdict) -> report(pair, verdict, nowNanos, nowMillis));
        unsaved |= !all.isEmpty();
    }

    /** Draws the consequences of what was said of members, and of the time that passed. */
    private void followOverrides() {
        Catalog catalog = published.catalog();
        if (words.follow(catalog, book::verdict, System.currentTimeMillis())) {
            settle(catalog, Map.of(), System.nanoTime(), System.currentTimeMillis());
        }
    }

    private void report(Pair pair, Verdict verdict, long nowNanos, long nowMillis) {
        if (verdict.changedAtMillis() == nowMillis) {
            var change = detections.changed(pair, verdict, book.votes(pair), nowNanos, nowMillis);
            LOG.info(
                    "{} {} is {}{}{}",
                    pair.check(),
                    pair.address(),
                    verdict.up() ? "up" : "down",
                    change.reason().isEmpty() ? "" : ": " + change.reason(),
                    verdict.held() == null ? "" : "; " + verdict.held().words());
            record.accept(change);
        } else {
            record.accept(new HealthEvent.Moved(pair, verdict, nowMillis));
        }
    }

    private void probeShare() {
        detections.share(book.share());
        if (prober == null) {
            return;
        }
        Map<Pair, Check> checks = published.catalog().checks();
        Map<Pair, Probe> probes = new LinkedHashMap<>();
        for (Pair pair : book.share()) {
            Check check = checks.get(pair);
            if (check != null) {
                probes.put(pair, new Probe(check, Prefix.address(pair.address())));
            }
        }
        prober.update(probes);
    }
}
