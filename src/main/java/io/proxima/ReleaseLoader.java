package io.proxima;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Fingerprint;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseContents;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import io.proxima.store.KeptRelease;
import io.proxima.zone.ZoneReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads and compiles releases, from the files and from those that are kept; confined to one thread. */
final class ReleaseLoader {
    private final ReleaseFiles files;
    private final ReleaseReader reader;
    private final CatalogCompiler compiler = new CatalogCompiler();

    ReleaseLoader(ReleaseFiles files) {
        this.files = files;
        this.reader = new ReleaseReader(files);
    }

    /** The folder of zones, which findings about all files are said of. */
    String zones() {
        return files.zones().toString();
    }

    /** What the files look like now. */
    Fingerprint look() {
        return reader.fingerprint();
    }

    /** The digests of the files as they are now. */
    ReleaseContents contents() {
        return reader.contents();
    }

    /** The files, whole; empty where somebody wrote to one while they were read. */
    Optional<Candidate> files() {
        Fingerprint before = reader.fingerprint();
        ReleaseContents contents = reader.contents();
        Findings findings = new Findings();
        Optional<Release> release = reader.read(findings);
        if (!reader.fingerprint().equals(before)) {
            return Optional.empty();
        }
        Catalog catalog = release.map(compiler::compile).orElse(null);
        return Optional.of(new Candidate(
                contents.release(), contents.digests(), contents, before, catalog, findings.sorted()));
    }

    /** What would be found in the files if one of the zones' had other octets. */
    List<Finding> check(Path zoneFile, byte[] octets) {
        Findings findings = new Findings();
        var _ = reader.read(findings, file -> file.equals(zoneFile) ? octets : ZoneReader.onDisk(file));
        return findings.sorted();
    }

    /** A kept release, which is not closed here. */
    Candidate kept(KeptRelease kept) {
        Findings findings = new Findings();
        Catalog catalog = new ReleaseReader(kept.files())
                .read(findings)
                .map(compiler::compile)
                .orElse(null);
        return new Candidate(kept.release(), kept.digests(), null, null, catalog, findings.sorted());
    }
}
