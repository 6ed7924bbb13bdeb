package io.proxima;

import io.proxima.catalog.Published;
import io.proxima.cluster.Agreement;
import io.proxima.cluster.Chunks;
import io.proxima.cluster.Cluster;
import io.proxima.cluster.ClusterEvent;
import io.proxima.cluster.Delivery;
import io.proxima.cluster.ReleaseNews;
import io.proxima.store.ActiveRelease;
import io.proxima.store.KeptRelease;
import io.proxima.store.Parcel;
import io.proxima.store.ReleaseStamp;
import io.proxima.store.SharedFiles;
import io.proxima.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has all replicas serve one release: lays out what comes in force here, and takes what comes in force elsewhere where its
 * stamp is higher.
 *
 * <p>A release from elsewhere is kept under the state folder, compiled aside with the databases that are here, and put in
 * force by the one thread that does that; the files that an operator edits are never written. Everything here happens on a
 * thread of its own, which alone waits for the other replicas. No query waits for any of it.
 */
final class ReleaseSharing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseSharing.class);
    private static final long TEND_MILLIS = 1_000;
    private static final long AGAIN_MILLIS = 5;
    private static final long FETCH_AGAIN_MILLIS = 250;
    /** So long files are being kept, of a release that is in force, before it counts as one that is not shared. */
    private static final long KEPT_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** By then whoever is there has said what it serves. */
    private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final int TENDS_BETWEEN = 15;
    private static final Duration ANSWERING_WITHIN = Duration.ofSeconds(30);

    private final Activation activation;
    private final Published published;
    private final Parcel parcel;
    private final Delivery delivery;
    private final Acknowledgements acknowledgements;
    private final Agreement agreement;
    private final Announcer announcer;
    private final Intake intake;
    private final SharingThread thread = new SharingThread();

    // The thread's own.
    private @Nullable Cluster cluster;
    private @Nullable ActiveRelease active;
    private @Nullable SharedFiles files;
    private Delivery.@Nullable Slip slip;
    private long generation;
    private boolean answering;
    private boolean unshared;
    private boolean waiting;
    private String refusedWhy = "";
    private long joinedNanos;
    private int tends;

    /**
     * @param edited whether what is in force comes of files that were edited while this replica did not run
     */
    ReleaseSharing(
            String node,
            long epoch,
            Path state,
            Activation activation,
            Published published,
            Recorder recorder,
            Acknowledgements acknowledgements,
            boolean edited) {
        this.activation = activation;
        this.published = published;
        this.parcel = Parcel.in(state);
        this.delivery = new Delivery(parcel);
        this.acknowledgements = acknowledgements;
        this.agreement = new Agreement(node, edited);
        this.announcer = new Announcer(node, epoch);
        this.intake = new Intake(state, parcel, delivery, activation, recorder);
    }

    /**
     * Begins, with what is in force.
     *
     * @param joining null for a replica that has no others: it shares nothing
     */
    void start(@Nullable Cluster joining) {
        if (joining == null) {
            return;
        }
        activation.onActivated(next -> thread.run(() -> serves(next)));
        thread.run(() -> {
            cluster = joining;
            acknowledgements.watch(joining::replicas);
            serves(activation.standing().active());
        });
        thread.often(this::tend, TEND_MILLIS);
    }

    /** Takes what came from a peer; any thread. */
    void heard(ClusterEvent event) {
        if (event instanceof ClusterEvent.ReleaseHeard(ReleaseNews news)) {
            acknowledgements.heard(news);
            thread.run(() -> {
                agreement.heard(news);
                activation.heard(news.stamp().counter());
                step();
            });
        }
    }

    private void serves(ActiveRelease next) {
        if (active == null || !active.release().equals(next.release())) {
            files = null;
            slip = null;
        }
        active = next;
        unshared = false;
        generation = published.generation();
        answering = false;
        show(next, System.nanoTime() + KEPT_WITHIN_NANOS);
    }

    /** Lays out what is in force once its files are kept, and says that it is in force. */
    private void show(ActiveRelease shown, long untilNanos) {
        if (!shown.equals(active)) {
            return;
        }
        try {
            SharedFiles kept = files == null ? parcel.files(shown.release()) : files;
            files = kept;
            agreement.serves(shown.stamp(), kept.content());
        } catch (StoreException | IOException e) {
            if (System.nanoTime() - untilNanos < 0) {
                thread.again(() -> show(shown, untilNanos), AGAIN_MILLIS);
            } else {
                LOG.warn(
                        "release {} is not shared with the other replicas: {}",
                        Activation.shorter(shown.release()),
                        e.getMessage());
                unshared = true;
                agreement.serves(shown.stamp(), "");
                step();
            }
            return;
        }
        layOut(false);
        say();
        answers(shown, System.nanoTime() + ANSWERING_WITHIN.toNanos());
        step();
    }

    private void answers(ActiveRelease shown, long untilNanos) {
        if (!shown.equals(active)) {
            return;
        }
        if (published.acknowledged(generation)) {
            answering = true;
            say();
        } else if (System.nanoTime() - untilNanos < 0) {
            thread.again(() -> answers(shown, untilNanos), AGAIN_MILLIS);
        }
    }

    private void layOut(boolean closely) {
        SharedFiles laid = files;
        Optional<Chunks> chunks = chunks();
        if (laid != null && chunks.isPresent()) {
            try {
                slip = delivery.layOut(laid, chunks.get(), closely);
            } catch (IOException | RuntimeException e) { // Hazelcast's are unchecked
                thread.trouble("what is served cannot be laid out for the other replicas: " + e.getMessage());
            }
        }
    }

    /** Says what is served here, where that is not what was said last. */
    private void say() {
        ActiveRelease shown = active;
        SharedFiles laid = files;
        Cluster joined = cluster;
        if (shown == null || laid == null || joined == null) {
            return;
        }
        ReleaseStamp refused = agreement.refused().orElse(ReleaseNews.NONE);
        announcer
                .next(shown, laid.content(), slip, answering, refused, refusedWhy)
                .ifPresent(news -> {
                    acknowledgements.heard(news);
                    joined.serves(news);
                });
    }

    private void step() {
        ActiveRelease shown = active;
        if (shown == null || (files == null && !unshared)) {
            return;
        }
        switch (agreement.next(settled())) {
            case Agreement.Step.Stay _ -> say();
            case Agreement.Step.Rename(ReleaseStamp stamp) -> {
                var _ = activation.rename(shown.release(), stamp);
            }
            case Agreement.Step.Take(ReleaseNews news) -> take(news);
        }
    }

    private void take(ReleaseNews news) {
        Optional<Chunks> chunks = chunks();
        if (chunks.isEmpty() || news.list().isEmpty()) { // its owner is about to lay it out
            return;
        }
        try {
            KeptRelease kept = intake.fetch(news, chunks.get());
            said(news, activation.take(kept, news.stamp(), Intake.cause(news)).join());
        } catch (Delivery.MissingException e) {
            thread.trouble("release " + Activation.shorter(news.release()) + " of "
                    + news.stamp().node() + " cannot be fetched yet: " + e.getMessage());
            stepAgain();
        } catch (StoreException | IOException | CompletionException e) { // the disk, or closing
            thread.trouble("release " + Activation.shorter(news.release()) + " cannot be kept: " + e.getMessage());
        }
    }

    private void stepAgain() {
        if (!waiting) {
            waiting = true;
            thread.again(this::fetchAgain, FETCH_AGAIN_MILLIS);
        }
    }

    private void fetchAgain() {
        waiting = false;
        step();
    }

    private void said(ReleaseNews news, Outcome outcome) {
        switch (outcome) {
            case Outcome.Active _ -> LOG.info("as on {}", news.stamp().node());
            case Outcome.Unchanged _ -> LOG.debug("a later release came first");
            case Outcome.Refused refused ->
                refuse(
                        news,
                        refused.findings().isEmpty()
                                ? ""
                                : refused.findings().getFirst().toString());
        }
    }

    private void refuse(ReleaseNews news, String why) {
        LOG.error(
                "release {} of {} is served there and not here: {}",
                Activation.shorter(news.release()),
                news.stamp().node(),
                why);
        refusedWhy = why;
        agreement.refuses(news.stamp());
        say();
    }

    private void tend() {
        Cluster joined = cluster;
        if (joined == null || !joined.joined()) {
            joinedNanos = 0;
            return;
        }
        if (joinedNanos == 0) {
            joinedNanos = System.nanoTime();
        }
        layOut(++tends % TENDS_BETWEEN == 0);
        say();
        step();
    }

    private boolean settled() {
        return joinedNanos != 0 && System.nanoTime() - joinedNanos > SETTLED_NANOS && acknowledgements.mostAreHeard();
    }

    private Optional<Chunks> chunks() {
        return Optional.ofNullable(cluster).flatMap(Cluster::chunks);
    }

    @Override
    public void close() {
        thread.close();
    }
}
