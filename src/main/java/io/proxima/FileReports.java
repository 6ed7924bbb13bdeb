package io.proxima;

import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.cli.Progress;
import io.proxima.config.ServerConfig;
import io.proxima.control.GoldenQueries;
import io.proxima.control.LineReport;
import io.proxima.control.LineReports;
import io.proxima.geo.Geography;
import io.proxima.source.Findings;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What {@code check} and {@code lines} ask of the files of a configuration. */
final class FileReports {
    private FileReports() {}

    static void check(ServerConfig config, Findings findings, Progress progress) {
        check(config, findings, (file, number, of) -> progress.at("reading " + file, number, of));
    }

    /** The same for a desk, which tells nobody how far it is. */
    static Findings findings(ServerConfig config) {
        Findings findings = new Findings();
        check(config, findings, (_, _, _) -> {});
        return findings;
    }

    private static void check(ServerConfig config, Findings findings, ReleaseReader.Listener listener) {
        ReleaseFiles files = Setup.filesOf(config);
        new ReleaseReader(files, listener)
                .read(findings)
                .ifPresent(
                        release -> GoldenQueries.ask(new CatalogCompiler().compile(release), files.zones(), findings));
    }

    static Optional<LineReport.Placement> locate(ServerConfig config, String prefix, Findings findings) {
        ServerConfig.Geo geo = config.geo();
        Geography geography = Geography.load(geo.databases(), geo.lines(), geo.home(), findings);
        return findings.hasErrors() ? Optional.empty() : Optional.of(LineReports.locate(geography, prefix));
    }

    static Optional<LineReport.PoolLines> cover(
            ServerConfig config, String pool, @Nullable String zone, Findings findings) {
        return new ReleaseReader(Setup.filesOf(config))
                .read(findings)
                .map(release -> LineReports.cover(release.policies(), release.geography(), pool, zone));
    }
}
