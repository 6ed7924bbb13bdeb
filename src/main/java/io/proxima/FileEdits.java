package io.proxima;

import io.proxima.control.Problem;
import io.proxima.control.ProblemException;
import io.proxima.control.RecordEdits;
import io.proxima.control.RecordsOrder;
import io.proxima.source.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Puts files in force that were edited through the API. */
record FileEdits(Activation activation, ReleaseLoader loader) {
    private static final Duration ANSWERING_WITHIN = Duration.ofSeconds(10);

    /** What would be found if a zone file had other octets; nothing comes of it. */
    CompletableFuture<List<Finding>> check(Path zoneFile, byte[] octets) {
        return CompletableFuture.supplyAsync(() -> loader.check(zoneFile, octets), activation.thread());
    }

    /** Has a file written, on the thread of releases so that nobody finds it first, and waits until listeners answer from it. */
    RecordEdits.InForce inForce(RecordsOrder order, BooleanSupplier write) {
        Cause cause = new Cause(order.author(), order.why());
        Outcome outcome = CompletableFuture.supplyAsync(write::getAsBoolean, activation.thread())
                .thenCompose(written -> written ? activation.now(cause) : activation.current())
                .join();
        return switch (outcome) {
            case Outcome.Active(var active, var generation, var _) -> answering(active.release(), generation);
            case Outcome.Unchanged(var active, var generation) -> answering(active.release(), generation);
            case Outcome.Refused(var release, var findings) -> new RecordEdits.InForce(release, findings);
        };
    }

    private RecordEdits.InForce answering(String release, long generation) {
        if (!activation.awaitAnswering(generation, ANSWERING_WITHIN)) {
            throw new ProblemException(new Problem(
                    503,
                    "Not answering yet",
                    "the file is written and release " + Activation.shorter(release)
                            + " is in force, but a listener has not taken it up in " + ANSWERING_WITHIN.toSeconds()
                            + " s",
                    ""));
        }
        return new RecordEdits.InForce(release, List.of());
    }
}
