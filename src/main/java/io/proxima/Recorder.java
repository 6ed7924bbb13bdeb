package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.ReleaseContents;
import io.proxima.health.HealthEvent;
import io.proxima.health.MemberOverride;
import io.proxima.health.Pair;
import io.proxima.health.PoolMember;
import io.proxima.health.Verdict;
import io.proxima.source.Finding;
import io.proxima.store.ActiveRelease;
import io.proxima.store.Entry;
import io.proxima.store.Journal;
import io.proxima.store.JournalRecord;
import io.proxima.store.ReleaseHistory;
import io.proxima.store.Releases;
import io.proxima.store.StateLock;
import io.proxima.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the past on disk: tells the journal what changes, and has releases kept that come in force.
 *
 * <p>Nobody waits for it: the journal has a thread of its own, and so have the releases. What is told of verdicts and of
 * releases in force is told on the writer thread, in order.
 */
final class Recorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final String node;
    private final Path state;
    private final Journal journal;
    private final Releases releases;
    private final ReleaseHistory history;
    private final Supplier<Map<Pair, Verdict>> verdicts;
    private final Supplier<Map<PoolMember, MemberOverride>> overrides;
    private final ExecutorService keeper = Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().name("kept-releases").daemon().unstarted(task));

    // Only the writer thread touches these.
    private Set<Pair> pairs = Set.of();
    private String release = "";

    /** What the files were when a release was read from them last. */
    private volatile @Nullable ReleaseContents newest;

    private @Nullable StateLock lock;

    /**
     * Keeps what is told in the folders of the state; nothing is touched until {@link #started}.
     *
     * @param verdicts on all pairs of the release in force; asked on the writer thread
     * @param overrides those in force; asked on the writer thread
     */
    Recorder(
            String node,
            Path state,
            Supplier<Map<Pair, Verdict>> verdicts,
            Supplier<Map<PoolMember, MemberOverride>> overrides) {
        this.node = node;
        this.state = state;
        this.journal = new Journal(Journal.in(state), Journal.Limits.DEFAULT);
        this.releases = Releases.in(state);
        this.history = ReleaseHistory.in(state);
        this.verdicts = verdicts;
        this.overrides = overrides;
    }

    /** Has somebody told of what is recorded, once it is on its way to the disk; on the journal's thread. */
    void tell(Consumer<List<JournalRecord>> listener) {
        journal.tell(listener);
    }

    /** Begins with what is served first. */
    void started(ActiveRelease first, Candidate candidate, Signals signals) {
        long nowMillis = System.currentTimeMillis();
        lock = hold();
        journal.start(() -> {
            var _ = signals.ask(() -> snapshot(System.currentTimeMillis()));
        });
        var _ = signals.ask(() -> {
            release = first.release();
            pairs = Set.copyOf(verdicts.get().keySet());
            journal.record(nowMillis, new Entry.Started(node, release));
            return snapshot(nowMillis);
        });
        keep(first, candidate);
    }

    /** Says that the state folder is in use, where it can be said. */
    private @Nullable StateLock hold() {
        try {
            Optional<StateLock> held = StateLock.hold(state);
            if (held.isEmpty()) {
                LOG.warn("another server runs on {}: what the two keep there gets mixed up", state);
            }
            return held.orElse(null);
        } catch (IOException e) {
            LOG.warn("{} cannot be held: {}", state, e.toString());
            return null;
        }
    }

    private void letGo() {
        try (StateLock held = lock) {
            LOG.debug("{} is let go: {}", state, held);
        } catch (IOException e) {
            LOG.warn("{} stays held until this process ends: {}", state, e.toString());
        }
    }

    private boolean snapshot(long nowMillis) {
        journal.record(nowMillis, Entry.Snapshot.of(release, verdicts.get(), overrides.get()));
        return true;
    }

    /** Takes a change of health; on the writer thread. */
    void changed(HealthEvent event) {
        journal.record(event.atMillis(), Entry.of(event));
    }

    /** Takes that a release is in force; on the writer thread. */
    void activated(ActiveRelease next, Candidate candidate) {
        Map<Pair, Verdict> now = verdicts.get();
        List<Entry.Known> forgotten = pairs.stream()
                .filter(pair -> !now.containsKey(pair))
                .map(pair -> Entry.Known.of(pair, Verdict.INITIAL))
                .toList();
        Map<Pair, Verdict> restored = new HashMap<>(now);
        restored.keySet().removeAll(pairs);
        restored.values().removeIf(Verdict.INITIAL::equals);
        pairs = Set.copyOf(now.keySet());
        release = next.release();
        journal.record(
                System.currentTimeMillis(),
                new Entry.Activated(
                        release, forgotten, Entry.Known.of(restored), orNull(next.author()), orNull(next.reason())));
        keep(next, candidate);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** Takes that edited files are not served. */
    void refused(Candidate candidate) {
        List<Finding> errors = candidate.findings().stream()
                .filter(finding -> finding.level() == Finding.Level.ERROR)
                .toList();
        journal.record(
                System.currentTimeMillis(),
                new Entry.Refused(
                        candidate.release(),
                        errors.size(),
                        candidate.findings().size() - errors.size(),
                        errors.isEmpty() ? "" : errors.getFirst().toString()));
    }

    /** Keeps a release, and that it is in force. */
    private void keep(ActiveRelease next, Candidate candidate) {
        ReleaseContents contents = candidate.contents();
        Catalog catalog = candidate.catalog();
        int zones = catalog == null ? 0 : catalog.zones().size();
        Map<String, String> digests = candidate.digests();
        Map<String, byte[]> octets = candidate.octets();
        newest = contents == null ? newest : contents;
        try {
            keeper.execute(() -> {
                try {
                    if (contents == null) {
                        releases.again(next.release(), next.sinceMillis());
                    } else {
                        ReleaseContents now = newest;
                        releases.keep(contents, octets, now == null ? contents : now, next.sinceMillis());
                    }
                } catch (IOException | StoreException | RuntimeException e) {
                    LOG.warn(
                            "release {} is served, but not kept for later questions: {}",
                            Activation.shorter(next.release()),
                            e.toString());
                }
                try {
                    history.add(next, digests, zones);
                } catch (IOException | RuntimeException e) {
                    LOG.warn("the history of releases cannot be kept: {}", e.toString());
                }
            });
        } catch (RejectedExecutionException _) {
            LOG.debug("too late to keep a release");
        }
    }

    /** Does something among the kept releases, on the thread that writes there. */
    <T> CompletableFuture<T> keeping(Callable<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            keeper.execute(() -> {
                try {
                    done.complete(task.call());
                } catch (Exception e) {
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    @Override
    public void close() {
        if (!release.isEmpty()) { // who was told to stop before it said that it serves has nothing to end
            journal.record(System.currentTimeMillis(), new Entry.Stopped(node));
        }
        journal.close();
        keeper.shutdown();
        try {
            if (!keeper.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("a release is still being kept");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        letGo();
    }
}
