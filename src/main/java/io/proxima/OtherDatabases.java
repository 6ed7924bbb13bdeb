package io.proxima;

import io.proxima.catalog.ReleaseContents;
import io.proxima.store.KeptRelease;
import io.proxima.store.Releases;
import io.proxima.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells edits of files from databases that were replaced: those are a replica's own, and nobody's wish to have other files in
 * force. Confined to the thread of releases.
 */
final class OtherDatabases {
    private static final Logger LOG = LoggerFactory.getLogger(OtherDatabases.class);

    private final Path state;
    private final ReleaseLoader loader;
    private String seen;

    /** With the files as they were read at the start. */
    OtherDatabases(Path state, ReleaseLoader loader) {
        this.state = state;
        this.loader = loader;
        this.seen = loader.lastEdited();
    }

    /** Whether files are those of the last time, and databases may be others. */
    boolean only(Candidate candidate) {
        ReleaseContents contents = candidate.contents();
        if (contents == null) {
            return false;
        }
        String last = seen;
        seen = contents.withoutDatabases();
        return seen.equals(last);
    }

    /** The hash of the files last seen, without databases. */
    String seen() {
        return seen;
    }

    /** A kept release, compiled with the databases that are here now; empty where it is kept no longer. */
    Optional<Candidate> with(String release) {
        try (KeptRelease kept = Releases.in(state).open(release)) {
            return Optional.of(loader.kept(kept));
        } catch (StoreException e) {
            LOG.warn("other databases are not asked yet: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
