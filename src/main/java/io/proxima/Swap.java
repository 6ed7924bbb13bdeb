package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Published;
import io.proxima.store.ActiveRelease;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts compiled releases in force, on the one thread that changes what is answered. */
record Swap(Signals signals, Published published, Recorder recorder) {
    private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

    /** Puts one in force; gives the generation that answers from it, or nothing where it is not in force. */
    OptionalLong in(Catalog catalog, ActiveRelease next, Candidate candidate) {
        try {
            return OptionalLong.of(signals.ask(() -> {
                        long generation = signals.activate(catalog);
                        recorder.activated(next, candidate);
                        return generation;
                    })
                    .join());
        } catch (CompletionException e) {
            String name = Activation.shorter(candidate.release());
            if (published.catalog() != catalog) {
                LOG.error("release {} could not be put in force", name, e);
                var _ = signals.ask(() -> signals.activate(published.catalog()));
                return OptionalLong.empty();
            }
            LOG.error("release {} is in force, though something went wrong with it", name, e);
            return OptionalLong.of(published.generation());
        }
    }
}
