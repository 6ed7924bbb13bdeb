package io.proxima.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.control.GoldenQueries;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The golden queries in {@code docs/releases.md} hold for the zone that ships, and fail as the page shows. */
class ReleasesGuideTest {
    private static final Path GUIDE = Path.of("docs/releases.md");
    private static final Pattern EXPECT = Pattern.compile("```\n# zones/example.com.expect\n(.*?)```", Pattern.DOTALL);

    @Test
    void goldenQueriesOfThePageHold(@TempDir Path folder) throws IOException {
        Matcher snippet = EXPECT.matcher(Files.readString(GUIDE));
        assertEquals(true, snippet.find());
        for (String file : List.of("example.com.zone", "example.com.policy.yaml")) {
            Files.copy(Path.of("zones", file), folder.resolve(file));
        }
        Findings findings = new Findings();
        Catalog catalog = new ReleaseReader(new ReleaseFiles(
                        folder,
                        List.of(Path.of("geoip/demo.mmdb"), Path.of("geoip/demo-asn.mmdb")),
                        Path.of("geoip/lines.yaml"),
                        "CN"))
                .read(findings)
                .map(new CatalogCompiler()::compile)
                .orElseThrow(() -> new AssertionError(findings.sorted()));
        Findings found = new Findings();
        Files.writeString(folder.resolve("example.com.expect"), snippet.group(1));
        assertEquals(8, GoldenQueries.ask(catalog, folder, found));
        assertEquals(List.of(), found.sorted());
        Files.writeString(
                folder.resolve("example.com.expect"), snippet.group(1).replace("down=gz-ct-1  ", "down=fra-1    "));
        GoldenQueries.ask(catalog, folder, found);
        assertEquals(1, found.sorted().size());
        assertEquals(
                "api.example.com. A with fra-1 down is answered 127.0.1.21",
                found.sorted().getFirst().message());
    }
}
