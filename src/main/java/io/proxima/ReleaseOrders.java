package io.proxima;

import io.proxima.control.Problem;
import io.proxima.control.ProblemException;
import io.proxima.control.ReleaseAnswer;
import io.proxima.control.ReleaseLoads;
import io.proxima.control.ReleaseOrder;
import io.proxima.control.ReleaseReport;
import io.proxima.source.Finding;
import io.proxima.store.ActiveRelease;
import io.proxima.store.KeptRelease;
import io.proxima.store.PastRelease;
import io.proxima.store.ReleaseHistory;
import io.proxima.store.ReleaseNames;
import io.proxima.store.Releases;
import io.proxima.store.Standing;
import io.proxima.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out what operators order about releases; any thread may ask. */
final class ReleaseOrders {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseOrders.class);
    private static final Duration ANSWERING_WITHIN = Duration.ofSeconds(10);
    /** A large zone is fetched and compiled on each replica. */
    private static final Duration EVERYWHERE_WITHIN = Duration.ofSeconds(60);

    private final Activation activation;
    private final Releases releases;
    private final ReleaseHistory history;
    private final Acknowledgements acknowledgements;
    /** Waits for disks and for listeners; the activation's thread does not. */
    private final Executor thread = Executors.newCachedThreadPool(
            task -> Thread.ofPlatform().name("release-orders").daemon().unstarted(task));

    ReleaseOrders(Activation activation, Path state, Acknowledgements acknowledgements) {
        this.activation = activation;
        this.acknowledgements = acknowledgements;
        this.releases = Releases.in(state);
        this.history = ReleaseHistory.in(state);
    }

    /** What was in force, and what is; waits for the disk. */
    ReleaseReport list() {
        List<PastRelease> latest;
        try {
            latest = history.latest();
        } catch (IOException e) {
            LOG.warn("the history of releases cannot be read: {}", e.toString());
            latest = List.of();
        }
        return ReleaseReport.of(activation.standing(), latest, new HashSet<>(releases.newest()));
    }

    /** Carries out an order; fails with a {@link ProblemException} that says why it cannot be. */
    CompletableFuture<ReleaseAnswer> order(ReleaseOrder order) {
        return CompletableFuture.supplyAsync(() -> ordered(order), thread);
    }

    private ReleaseAnswer ordered(ReleaseOrder order) {
        Cause cause = new Cause(order.author(), order.why());
        String name = order.release();
        Outcome outcome = (name == null ? activation.now(cause) : kept(name, cause)).join();
        return switch (outcome) {
            case Outcome.Active(var release, var generation, var warnings) ->
                answer(order, "active", release, generation, warnings);
            case Outcome.Unchanged(var release, var generation) ->
                answer(order, "unchanged", release, generation, List.of());
            case Outcome.Refused refused -> throw new ProblemException(conflict(refused));
        };
    }

    private CompletableFuture<Outcome> kept(String name, Cause cause) {
        Standing standing = activation.standing();
        try {
            List<PastRelease> latest = history.latest();
            String release = ReleaseNames.find(name, standing.active().release(), latest, releases.newest());
            if (release.equals(standing.active().release())) {
                return activation.current();
            }
            KeptRelease kept = releases.open(release);
            return activation.take(kept, activation.nextStamp(), cause);
        } catch (StoreException e) {
            throw new ProblemException(new Problem(400, "Bad request", String.valueOf(e.getMessage()), "release"));
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(500, "Not readable", "the history of releases cannot be read: " + e, "release"));
        }
    }

    private ReleaseAnswer answer(
            ReleaseOrder order, String outcome, ActiveRelease release, long generation, List<Finding> warnings) {
        @Nullable Boolean answering = order.waits() ? activation.awaitAnswering(generation, ANSWERING_WITHIN) : null;
        ReleaseAnswer.@Nullable Everywhere everywhere = order.everywhere() ? everywhere(release) : null;
        return new ReleaseAnswer(
                1,
                outcome,
                release.release(),
                Instant.ofEpochMilli(release.sinceMillis()).toString(),
                answering,
                everywhere,
                warnings.stream()
                        .limit(ReleaseLoads.MOST_FINDINGS)
                        .map(Finding::toString)
                        .toList());
    }

    private ReleaseAnswer.Everywhere everywhere(ActiveRelease release) {
        try {
            return acknowledgements.await(release.stamp(), EVERYWHERE_WITHIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(
                    new Problem(503, "Stopping", "the server stops; whether all answer is not known", "wait"));
        }
    }

    private Problem conflict(Outcome.Refused refused) {
        String what = refused.release().isEmpty()
                ? "the files are"
                : "release " + Activation.shorter(refused.release()) + " is";
        Stream<String> lines = Stream.concat(
                Stream.of(what + " not served, release "
                        + Activation.shorter(activation.standing().active().release()) + " stays"),
                refused.findings().stream()
                        .filter(finding -> finding.level() == Finding.Level.ERROR)
                        .limit(ReleaseLoads.MOST_FINDINGS)
                        .map(Finding::toString));
        return new Problem(409, "Conflict", lines.collect(Collectors.joining("\n")), "");
    }
}
