package io.proxima.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.Release;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.health.Verdict;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The release in this package's resources: zones of all kinds, some names steered. */
final class Releases {
    static final long NOW_MILLIS = 1_000_000_000;

    private static final Set<String> DOWN = Set.of("192.0.2.71", "192.0.2.72");

    private Releases() {}

    /** Where the release's files are. */
    static Path folder() {
        try {
            URL folder = Releases.class.getResource("release");
            return Path.of(Objects.requireNonNull(folder, "release").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The files of a release below a folder. */
    static ReleaseFiles files(Path folder) {
        return new ReleaseFiles(folder.resolve("zones"), List.of(), folder.resolve("lines.yaml"), "CN");
    }

    /** The release compiled, every member up but those whose pools say what to do when all are down. */
    static Catalog catalog() {
        Findings findings = new Findings();
        Release release = new ReleaseReader(files(folder()))
                .read(findings)
                .orElseThrow(() -> new AssertionError(findings.sorted().toString()));
        assertEquals(
                List.of(),
                findings.sorted().stream()
                        .filter(finding -> finding.level() == Finding.Level.ERROR)
                        .toList());
        Catalog catalog = new CatalogCompiler().compile(release);
        catalog.applyAll(pair -> new Verdict(!DOWN.contains(pair.address()), false, 0), NOW_MILLIS);
        return catalog;
    }
}
