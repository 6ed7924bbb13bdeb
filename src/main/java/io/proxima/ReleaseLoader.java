package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Fingerprint;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseContents;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.control.GoldenQueries;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.source.Place;
import io.proxima.store.KeptRelease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and compiles releases, from the files and from those that are kept; confined to one thread. */
final class ReleaseLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ReleaseLoader.class);
    /** How often files are read again that somebody writes to meanwhile. */
    private static final int READINGS = 20;

    private static final long READ_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Larger edits are kept from the files, if those are still the same by then. */
    private static final long MOST_OCTETS = 8L << 20;

    private final ReleaseFiles files;
    private final ReleaseReader reader;
    private final CatalogCompiler compiler = new CatalogCompiler();
    private List<ReleaseContents.Item> readBefore = List.of();
    private String lastEdited = "";
    private @Nullable Fingerprint lastLook;
    private @Nullable CompletableFuture<Fingerprint> early;

    ReleaseLoader(ReleaseFiles files) {
        this.files = files;
        this.reader = new ReleaseReader(files);
    }

    /** The folder of zones, which findings about all files are said of. */
    String zones() {
        return files.zones().toString();
    }

    /** What the files look like now; the very one of the last time where they look the same, for it may be large. */
    Fingerprint look() {
        Fingerprint now = reader.fingerprint();
        Fingerprint before = lastLook;
        if (before != null && before.equals(now)) {
            return before;
        }
        lastLook = now;
        return now;
    }

    /** The digests of the files as they are now. */
    ReleaseContents contents() {
        ReleaseContents contents = reader.contents(digestsBeside(look()).join());
        lastEdited = contents.withoutDatabases();
        return contents;
    }

    /** The hash of all but the databases when the files were last read; not of what they are now. */
    String lastEdited() {
        return lastEdited;
    }

    /**
     * Begins with what takes long in files that are coming to rest, their digests and where large ones were edited, so that it is
     * there by then. Not while others are worked out.
     */
    void prepare(Fingerprint now) {
        if (early == null || early.isDone()) {
            early = reader.digestsBeside(now);
            reader.prepare(now);
        }
    }

    /** Digests that were begun early end first; those of files that look the same since are known then. */
    private CompletableFuture<Fingerprint> digestsBeside(Fingerprint now) {
        CompletableFuture<Fingerprint> before = early;
        early = null;
        return before == null
                ? reader.digestsBeside(now)
                : before.handle((_, _) -> now).thenCompose(reader::digestsBeside);
    }

    /** The files, whole; empty where somebody wrote to one while they were read. */
    Optional<Candidate> files() {
        return files(look());
    }

    /** The same of files that looked so a moment ago. */
    Optional<Candidate> files(Fingerprint before) {
        CompletableFuture<Fingerprint> hashed = digestsBeside(before);
        Findings findings = new Findings();
        Optional<Release> release = reader.read(before, findings);
        ReleaseContents contents = reader.contents(hashed.join());
        lastEdited = contents.withoutDatabases();
        Map<String, byte[]> octets = octets(contents);
        Catalog catalog = compiled(release, files, findings);
        if (!look().equals(before)) {
            return Optional.empty();
        }
        return Optional.of(new Candidate(
                contents.release(), contents.digests(), contents, octets, before, catalog, findings.sorted()));
    }

    /** What is to be kept of a release, taken now: somebody may write to its files again before it is on disk. */
    private Map<String, byte[]> octets(ReleaseContents contents) {
        Map<String, byte[]> taken = reader.takeOctets();
        long left = MOST_OCTETS;
        for (byte[] octets : taken.values()) {
            left -= octets.length;
        }
        Iterator<ReleaseContents.Item> others = readBefore.iterator();
        ReleaseContents.Item other = next(others);
        for (ReleaseContents.Item item : contents.items()) {
            while (other != null && other.name().compareTo(item.name()) < 0) {
                other = next(others);
            }
            boolean same = other != null
                    && other.name().equals(item.name())
                    && other.sha256().equals(item.sha256());
            if (!same && !contents.isDatabase(item) && !taken.containsKey(item.sha256())) {
                try {
                    left -= Files.size(item.file());
                    if (left < 0) {
                        break;
                    }
                    taken.put(item.sha256(), Files.readAllBytes(item.file()));
                } catch (IOException e) {
                    LOG.debug("{} cannot be kept", item.file(), e);
                }
            }
        }
        readBefore = contents.items();
        return taken;
    }

    private static ReleaseContents.@Nullable Item next(Iterator<ReleaseContents.Item> items) {
        return items.hasNext() ? items.next() : null;
    }

    /** What would be found in the files, golden queries with them, if one of the zones' had other octets. */
    List<Finding> check(Path zoneFile, byte[] octets) {
        Findings findings = new Findings();
        var _ = compiled(reader.read(findings, zoneFile, octets), files, findings);
        return findings.sorted();
    }

    /** Compiles a release and asks it its golden queries; null where an answer is not what is expected. */
    private @Nullable Catalog compiled(Optional<Release> release, ReleaseFiles of, Findings findings) {
        if (release.isEmpty()) {
            return null;
        }
        Catalog catalog = compiler.compile(release.get());
        GoldenQueries.ask(catalog, of.zones(), findings);
        return findings.hasErrors() ? null : catalog;
    }

    /** The files, whole, read again while somebody writes; empty where that does not end. */
    Optional<Candidate> filesAtRest() {
        for (int i = 0; i < READINGS; i++) {
            Optional<Candidate> candidate = files();
            if (candidate.isPresent()) {
                return candidate;
            }
            LOG.info("the files changed while they were read; they are read again");
            LockSupport.parkNanos(READ_AGAIN_NANOS);
        }
        return Optional.empty();
    }

    /** A kept release, which is not closed here. */
    Candidate kept(KeptRelease kept) {
        Findings findings = new Findings();
        kept.warnings().forEach(warning -> findings.warning(Place.start(zones()), warning, null));
        Catalog catalog = compiled(new ReleaseReader(kept.files()).read(findings), kept.files(), findings);
        return new Candidate(kept.release(), kept.digests(), null, Map.of(), null, catalog, findings.sorted());
    }
}
