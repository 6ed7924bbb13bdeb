package io.proxima;

import io.proxima.catalog.ReleaseContents;
import io.proxima.store.KeptRelease;
import io.proxima.store.Parcel;
import io.proxima.store.Releases;
import io.proxima.store.StoreException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells edits of files from databases that were replaced: those are a replica's own, and nobody's wish to have other files in
 * force.
 */
record OtherDatabases(Path state, ReleaseLoader loader) {
    private static final Logger LOG = LoggerFactory.getLogger(OtherDatabases.class);

    /**
     * Whether files are those last seen, and databases are others.
     *
     * @param seen the hash of files and databases then
     */
    boolean only(Candidate candidate, String seen) {
        ReleaseContents contents = candidate.contents();
        return contents != null
                && !candidate.release().equals(seen)
                && Parcel.in(state).hasSameFiles(seen, contents);
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
