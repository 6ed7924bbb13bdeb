package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Published;
import io.proxima.cluster.Cluster;
import io.proxima.cluster.ClusterEvent;
import io.proxima.health.Ballot;
import io.proxima.health.HealthBook;
import io.proxima.health.HealthEvent;
import io.proxima.health.Pair;
import io.proxima.health.Verdict;
import io.proxima.health.Vote;
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
    private final Published published;
    private final StateFolder state;
    private final Consumer<HealthEvent> record;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("signals").daemon().unstarted(task));
    private @Nullable Prober prober;
    private @Nullable Cluster cluster;
    private boolean unsaved;

    /**
     * @param book with the last run's verdicts restored
     * @param published with a first catalog, which nobody reads yet
     * @param record told of every change, on the writer thread: hand over and return
     */
    Signals(HealthBook book, Published published, StateFolder state, Consumer<HealthEvent> record) {
        this.book = book;
        this.published = published;
        this.state = state;
        this.record = record;
        Catalog first = published.catalog();
        configure(first);
        first.applyAll(book::verdict, System.currentTimeMillis());
        settle(first, Map.of(), System.currentTimeMillis());
    }

    /** Begins to probe and to listen to peers. */
    void start(Prober prober, @Nullable Cluster cluster) {
        submit(() -> {
            this.prober = prober;
            this.cluster = cluster;
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
                book.observed(result.pair(), result.success(), result.reason());
            }
            follow();
        });
    }

    /** Takes what came from a peer. */
    void heard(ClusterEvent event) {
        submit(() -> {
            switch (event) {
                case ClusterEvent.BallotHeard(var ballot) -> book.heard(ballot);
                case ClusterEvent.HeartbeatHeard(var replica, var epoch) ->
                    book.heartbeat(replica, epoch, System.nanoTime());
                case ClusterEvent.NodeGone(var node) -> book.gone(node);
                case ClusterEvent.PushHeard(var pair, var up, var why) -> told(pair, up, why);
            }
            follow();
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

    /** Puts a catalog in force, with every verdict known by then. */
    void activate(Catalog catalog, Runnable afterwards) {
        submit(() -> {
            configure(catalog);
            catalog.applyAll(book::verdict, System.currentTimeMillis());
            settle(catalog, Map.of(), System.currentTimeMillis());
            published.publish(catalog);
            follow();
            probeShare();
            afterwards.run();
        });
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
        published.catalog().tick(book::verdict, System.currentTimeMillis());
        if (unsaved) {
            unsaved = false;
            state.keep(book.verdicts());
        }
    }

    /** Draws the consequences of what the book was told. */
    private void follow() {
        long nowMillis = System.currentTimeMillis();
        HealthBook.Changes changes = book.changes(System.nanoTime(), nowMillis);
        if (!changes.verdicts().isEmpty()) {
            settle(published.catalog(), changes.verdicts(), nowMillis);
        }
        if (cluster != null) {
            changes.ballots().forEach(cluster::publish);
        }
        if (changes.shareMoved()) {
            probeShare();
        }
    }

    /** Takes changed verdicts, and those that are derived from them, into a catalog and the record. */
    private void settle(Catalog catalog, Map<Pair, Verdict> changed, long nowMillis) {
        Map<Pair, Verdict> all = catalog.settle(
                changed, book::verdict, (pairs, poolState) -> book.derive(pairs, poolState, nowMillis), nowMillis);
        all.forEach((pair, verdict) -> report(pair, verdict, nowMillis));
        unsaved |= !all.isEmpty();
    }

    private void report(Pair pair, Verdict verdict, long nowMillis) {
        if (verdict.changedAtMillis() == nowMillis) {
            List<Ballot> votes = book.votes(pair);
            String reason = votes.isEmpty() ? book.why(pair) : reason(verdict, votes);
            LOG.info(
                    "{} {} is {}{}{}",
                    pair.check(),
                    pair.address(),
                    verdict.up() ? "up" : "down",
                    reason.isEmpty() ? "" : ": " + reason,
                    verdict.held() == null ? "" : "; " + verdict.held().words());
            record.accept(new HealthEvent.VerdictChanged(pair, verdict, votes, reason, nowMillis));
        }
    }

    /** What a vantage point says that voted so. */
    private static String reason(Verdict verdict, List<Ballot> votes) {
        return votes.stream()
                .filter(ballot -> ballot.vote() == (verdict.up() ? Vote.UP : Vote.DOWN))
                .map(Ballot::reason)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
    }

    private void probeShare() {
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
