package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.Fingerprint;
import io.proxima.catalog.ReleaseContents;
import io.proxima.control.ReleaseLoads;
import io.proxima.source.Findings;
import io.proxima.store.ActiveRelease;
import io.proxima.store.KeptRelease;
import io.proxima.store.ReleaseStamp;
import io.proxima.store.Releases;
import io.proxima.store.Standing;
import io.proxima.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a replica begins with: the files, where they were edited since they were last seen or are what was in force; else what
 * was in force. Where the files have errors, the last good release that is kept.
 *
 * @param print what the files looked like
 * @param edited whether files are served that were edited since this replica last ran
 * @param loads with the findings of the files, where those are not served for them
 */
record FirstRelease(
        Candidate candidate,
        Catalog catalog,
        Fingerprint print,
        Standing standing,
        boolean edited,
        ReleaseLoads loads) {
    private static final Logger LOG = LoggerFactory.getLogger(FirstRelease.class);
    private static final int READINGS = 20;

    /** Finds it; empty where nothing can be served. */
    static Optional<FirstRelease> find(String node, Path state, ReleaseLoader loader, Findings findings) {
        return new Search(node, state, loader, findings).find();
    }

    private record Search(String node, Path state, ReleaseLoader loader, Findings findings) {
        Optional<FirstRelease> find() {
            Optional<Standing> last = last();
            if (last.isPresent() && last.get().held()) {
                Optional<FirstRelease> held = held(last.get());
                if (held.isPresent()) {
                    return held;
                }
            }
            Candidate candidate = read();
            candidate.findings().forEach(findings::add);
            return candidate.catalog() == null
                    ? lastGood(candidate, Objects.requireNonNull(candidate.print(), "files have a print"), last)
                    : Optional.of(files(candidate, last));
        }

        /** What was put in force in place of the files, as long as those are what they were. */
        private Optional<FirstRelease> held(Standing last) {
            Fingerprint print = loader.look();
            if (isSeen(loader.contents(), last)) {
                Optional<FirstRelease> held = kept(last.active().release())
                        .map(candidate -> of(candidate, print, last, false, ReleaseLoads.NONE));
                if (held.isPresent()) {
                    LOG.warn(
                            "serving release {}, which was put in force in place of what the files say",
                            Activation.shorter(last.active().release()));
                    return held;
                }
            }
            return Optional.empty();
        }

        /** Whether files are those last seen; the databases may be others. */
        private boolean isSeen(ReleaseContents now, Standing last) {
            return last.files().equals(now.release()) || last.edited().equals(now.withoutDatabases());
        }

        private Optional<Standing> last() {
            try {
                return Standing.read(state);
            } catch (IOException e) {
                LOG.warn("which release was in force cannot be read: {}", e.toString());
                return Optional.empty();
            }
        }

        private Candidate read() {
            for (int i = 0; i < READINGS; i++) {
                Optional<Candidate> candidate = loader.files();
                if (candidate.isPresent()) {
                    return candidate.get();
                }
            }
            throw new IllegalArgumentException("the files change all the time while they are read");
        }

        private FirstRelease files(Candidate candidate, Optional<Standing> last) {
            long nowMillis = System.currentTimeMillis();
            String release = candidate.release();
            boolean seen = last.isPresent()
                    && isSeen(Objects.requireNonNull(candidate.contents(), "files have contents"), last.get());
            Standing standing = last.filter(known -> known.active().release().equals(release))
                    .map(known -> new Standing(
                            known.active(),
                            release,
                            known.files().equals(release) ? known.filesSinceMillis() : nowMillis,
                            false))
                    .orElseGet(() -> new Standing(
                            new ActiveRelease(release, seen ? same(last.get()) : next(last), "", "", nowMillis),
                            release,
                            nowMillis,
                            false));
            return of(
                    candidate,
                    Objects.requireNonNull(candidate.print(), "files have a print"),
                    standing,
                    last.isPresent() && !seen,
                    ReleaseLoads.NONE);
        }

        /** Files that nobody edited have the rank they had; none where another release had been put in their place. */
        private ReleaseStamp same(Standing last) {
            return last.held() ? new ReleaseStamp(0, node) : last.active().stamp();
        }

        private ReleaseStamp next(Optional<Standing> last) {
            return last.map(known -> ReleaseStamp.after(known.active().stamp().counter(), node))
                    .orElseGet(() -> new ReleaseStamp(0, node)); // below whatever other replicas serve
        }

        /** The files are broken: what was in force before is better than nothing. */
        private Optional<FirstRelease> lastGood(Candidate broken, Fingerprint print, Optional<Standing> last) {
            long nowMillis = System.currentTimeMillis();
            List<String> names = new ArrayList<>();
            last.ifPresent(known -> names.add(known.active().release()));
            for (String release : Releases.in(state).newest()) {
                if (!names.contains(release)) {
                    names.add(release);
                }
            }
            for (String release : names) {
                Optional<Candidate> good = kept(release);
                if (good.isPresent()) {
                    ActiveRelease active = last.map(Standing::active)
                            .filter(known -> known.release().equals(release))
                            .orElseGet(() -> new ActiveRelease(release, next(last), "", "", nowMillis));
                    LOG.error(
                            "the files are not served; release {}, the last good one, is", Activation.shorter(release));
                    boolean seen = last.isPresent() && last.get().files().equals(broken.release());
                    Standing standing = new Standing(
                            active, broken.release(), seen ? last.get().filesSinceMillis() : nowMillis, false);
                    return Optional.of(of(
                            good.get(),
                            print,
                            standing,
                            false,
                            ReleaseLoads.NONE.refused(broken.findings(), nowMillis)));
                }
            }
            return Optional.empty();
        }

        private Optional<Candidate> kept(String release) {
            try (KeptRelease kept = Releases.in(state).open(release)) {
                Candidate candidate = loader.kept(kept);
                candidate
                        .findings()
                        .forEach(finding -> LOG.warn("release {}: {}", Activation.shorter(release), finding));
                if (candidate.catalog() != null) {
                    return Optional.of(candidate);
                }
            } catch (StoreException e) {
                LOG.warn("{}", e.getMessage());
            }
            return Optional.empty();
        }

        private static FirstRelease of(
                Candidate candidate, Fingerprint print, Standing standing, boolean edited, ReleaseLoads loads) {
            Catalog catalog = candidate.catalog();
            if (catalog == null) {
                throw new IllegalArgumentException("a release with errors is not served");
            }
            ReleaseLoads after = loads.lastAtMillis() == 0
                    ? loads.served(candidate.release(), candidate.findings(), System.currentTimeMillis())
                    : loads.servedInstead(candidate.release(), System.currentTimeMillis());
            return new FirstRelease(candidate, catalog, print, standing, edited, after);
        }
    }
}
