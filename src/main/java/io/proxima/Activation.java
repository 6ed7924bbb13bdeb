package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Fingerprint;
import io.proxima.catalog.Published;
import io.proxima.catalog.ReleaseContents;
import io.proxima.control.ReleaseLoads;
import io.proxima.store.ActiveRelease;
import io.proxima.store.KeptRelease;
import io.proxima.store.ReleaseStamp;
import io.proxima.store.Standing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which releases come in force: read whole, compiled aside, swapped in at once, or refused while what was in
 * force stays. Any thread may ask it to.
 *
 * <p>What is in force, and which files were seen last, is on disk for the next start. A disk that fails costs a warning.
 */
final class Activation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);

    private final String node;
    private final Path state;
    private final ReleaseLoader loader;
    private final OtherDatabases databases;
    private final Swap swap;
    private final Published published;
    private final Recorder recorder;
    private final ReleaseThread thread = new ReleaseThread();
    private final List<Consumer<ActiveRelease>> told = new CopyOnWriteArrayList<>();
    private volatile ReleaseLoads loads;
    private volatile Standing standing;
    /** The highest known; written on the thread. */
    private volatile long counter;

    // The thread's own.
    private Fingerprint seen;

    /** With what was found at the start, which is published. */
    Activation(
            String node,
            Path state,
            ReleaseLoader loader,
            FirstRelease first,
            Signals signals,
            Published published,
            Recorder recorder) {
        this.node = node;
        this.state = state;
        this.loader = loader;
        this.databases = new OtherDatabases(state, loader);
        this.swap = new Swap(signals, published, recorder);
        this.published = published;
        this.recorder = recorder;
        this.seen = first.print();
        this.standing = first.standing();
        this.counter = standing.active().stamp().counter();
        this.loads = first.loads();
    }

    /** Begins to record, with what was found at the start: before signals say anything, so that a start stands first. */
    void start(FirstRelease first) {
        recorder.started(standing.active(), first.candidate(), swap.signals());
        var _ = thread.run(() -> {
            remember();
            thread.tidySoon();
            return true;
        });
    }

    /** What is in force, and what is known of the files. */
    Standing standing() {
        return standing;
    }

    /** What came of reading the files so far. */
    ReleaseLoads loads() {
        Standing now = standing;
        return loads.with(new ReleaseLoads.Files(now.files(), now.filesSinceMillis(), now.held()));
    }

    /** Has somebody told of every release that comes in force from now on, on the thread, once it is. */
    void onActivated(Consumer<ActiveRelease> listener) {
        told.add(listener);
    }

    /** Looks at the files at once, and puts in force what they say where that is not in force. */
    CompletableFuture<Outcome> now(Cause cause) {
        return thread.run(() -> {
            Optional<Candidate> candidate = loader.filesAtRest();
            if (candidate.isPresent()) {
                return files(candidate.get(), cause, databases.only(candidate.get()));
            }
            return Outcome.Refused.of(loader.zones(), "", "the files change all the time while they are read");
        });
    }

    /**
     * Puts a kept release in force, whatever the files say; they stay out of force until they are edited.
     *
     * @param kept closed when that is done
     * @param stamp {@link #nextStamp}, or what another replica gave it; what is not greater than that in force is left
     */
    CompletableFuture<Outcome> take(KeptRelease kept, ReleaseStamp stamp, Cause cause) {
        return thread.run(() -> {
            try (kept) {
                if (stamp.compareTo(standing.active().stamp()) <= 0) {
                    return new Outcome.Unchanged(standing.active(), published.generation());
                }
                return decide(loader.kept(kept), stamp, cause);
            }
        });
    }

    /** What is in force, as an outcome: nothing is changed. */
    CompletableFuture<Outcome> current() {
        return thread.run(() -> new Outcome.Unchanged(standing.active(), published.generation()));
    }

    /** A stamp greater than that of what is in force, and of all that was heard of. */
    ReleaseStamp nextStamp() {
        return ReleaseStamp.after(counter, node);
    }

    /** Takes that another replica's releases have counters up to this one: those put in force here will have greater ones. */
    void heard(long others) {
        var _ = thread.run(() -> counter = Math.max(counter, others));
    }

    /** The digests of the files and databases that lie here. */
    CompletableFuture<ReleaseContents> contents() {
        return thread.run(loader::contents);
    }

    /** Gives what is in force another stamp, where it is that release still and the stamp is greater. */
    CompletableFuture<Boolean> rename(String release, ReleaseStamp stamp) {
        return thread.run(() -> {
            ActiveRelease active = standing.active();
            if (!active.release().equals(release) || stamp.compareTo(active.stamp()) <= 0) {
                return false;
            }
            counter = Math.max(counter, stamp.counter());
            ActiveRelease next =
                    new ActiveRelease(release, stamp, active.author(), active.reason(), active.sinceMillis());
            standing = new Standing(next, standing.files(), standing.filesSinceMillis(), standing.held());
            remember();
            told.forEach(listener -> listener.accept(next));
            return true;
        });
    }

    /** Waits until no listener can answer from before a generation any more; gives whether it came to that. */
    boolean awaitAnswering(long generation, Duration atMost) {
        return published.awaitAcknowledged(generation, atMost);
    }

    /** Where {@link ReleaseWatcher} looks: on the thread. */
    ScheduledExecutorService thread() {
        return thread.executor();
    }

    /** Whether files that look so were seen already; on the thread. */
    boolean hasSeen(Fingerprint print) {
        return print.equals(seen);
    }

    /** Lets files be that are too much for this process, until they are edited; on the thread. */
    void giveUp() {
        seen = loader.look();
    }

    /** Takes files that have come to rest; on the thread. */
    void noticed(Candidate candidate) {
        if (candidate.release().equals(standing.files())) { // somebody touched them
            seen = candidate.print() == null ? seen : candidate.print();
            return;
        }
        boolean others = databases.only(candidate);
        if (others && standing.held()) {
            replaced(candidate);
        } else {
            files(candidate, Cause.UNKNOWN, others);
        }
    }

    /** Has what was put in force in place of the files answer by other databases. */
    private void replaced(Candidate candidate) {
        seen = candidate.print() == null ? seen : candidate.print();
        ActiveRelease active = standing.active();
        standing = new Standing(active, candidate.release(), standing.filesSinceMillis(), true);
        remember();
        databases
                .with(active.release())
                .ifPresent(kept -> decide(kept, active.stamp(), new Cause(active.author(), active.reason())));
    }

    private Outcome files(Candidate candidate, Cause cause, boolean others) {
        seen = candidate.print() == null ? seen : candidate.print();
        Standing was = standing;
        // Databases are no part of what replicas share: with others, the files keep their rank.
        ReleaseStamp stamp = others && !was.differs() ? was.active().stamp() : ReleaseStamp.after(counter, node);
        boolean edited = !candidate.release().equals(was.files());
        standing = new Standing(
                was.active(),
                candidate.release(),
                edited ? System.currentTimeMillis() : was.filesSinceMillis(),
                !edited && was.held());
        return decide(candidate, stamp, cause);
    }

    private Outcome decide(Candidate candidate, ReleaseStamp stamp, Cause cause) {
        counter = Math.max(counter, stamp.counter());
        Catalog catalog = candidate.catalog();
        long nowMillis = System.currentTimeMillis();
        boolean fromFiles = candidate.contents() != null;
        candidate.report(LOG);
        if (catalog == null) {
            recorder.refused(candidate);
            if (fromFiles) {
                loads = loads.refused(candidate.findings(), nowMillis);
                remember();
            }
            LOG.error(
                    "{} not served; release {} stays",
                    fromFiles ? "the edited files are" : "release " + shorter(candidate.release()) + " is",
                    shorter(standing.active().release()));
            return new Outcome.Refused(candidate.release(), candidate.findings());
        }
        Standing was = standing;
        boolean same = candidate.release().equals(was.active().release());
        if (same && fromFiles) {
            standing = new Standing(was.active(), was.files(), was.filesSinceMillis(), false);
            loads = loads.unchanged(candidate.findings(), nowMillis);
            remember();
            return new Outcome.Unchanged(was.active(), published.generation());
        }
        ActiveRelease next = new ActiveRelease(candidate.release(), stamp, cause.author(), cause.reason(), nowMillis);
        Standing then = new Standing(
                next,
                was.files(),
                was.filesSinceMillis(),
                !fromFiles && !candidate.release().equals(was.files()));
        return putInForce(candidate, catalog, then);
    }

    private Outcome putInForce(Candidate candidate, Catalog catalog, Standing then) {
        Standing before = standing;
        ActiveRelease next = then.active();
        if (candidate.contents() == null) { // nothing else on disk would say so at the next start
            standing = then;
            remember();
        }
        OptionalLong generation = swap.in(catalog, next, candidate);
        if (generation.isEmpty()) {
            standing = before;
            remember();
            return Outcome.Refused.of(
                    loader.zones(), candidate.release(), "it could not be put in force; the log says why");
        }
        standing = then;
        loads = loads.served(next.release(), candidate.findings(), next.sinceMillis());
        LOG.info("serving release {}", shorter(next.release()));
        if (candidate.contents() != null) {
            remember();
        }
        thread.tidySoon();
        told.forEach(listener -> listener.accept(next));
        return new Outcome.Active(next, generation.getAsLong(), candidate.findings());
    }

    private void remember() {
        try {
            standing.edited(databases.seen()).write(state);
        } catch (IOException e) {
            LOG.warn("which release is in force cannot be kept for the next start: {}", e.toString());
        }
    }

    /** A hash as people quote it. */
    static String shorter(String digest) {
        return digest.substring(0, Math.min(12, digest.length()));
    }

    @Override
    public void close() {
        thread.close();
    }
}
