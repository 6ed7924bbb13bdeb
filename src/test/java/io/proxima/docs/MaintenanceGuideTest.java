package io.proxima.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.proxima.catalog.Catalog;
import io.proxima.catalog.CatalogCompiler;
import io.proxima.catalog.ReleaseFiles;
import io.proxima.catalog.ReleaseReader;
import io.proxima.catalog.Schedule;
import io.proxima.health.PoolMember;
import io.proxima.source.Finding;
import io.proxima.source.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy in {@code docs/maintenance.md}, beside the zone that ships, says what the page says. */
class MaintenanceGuideTest {
    private static final Path GUIDE = Path.of("docs/maintenance.md");
    private static final Pattern YAML =
            Pattern.compile("```yaml\n# zones/example.com.policy.yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void policyIsTakenAndItsWindowsComeAsItSays(@TempDir Path folder) throws IOException {
        String page = Files.readString(GUIDE);
        List<String> snippets = YAML.matcher(page)
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
        assertEquals(page.lines().filter("```yaml"::equals).count(), snippets.size());
        assertEquals(1, snippets.size());
        Files.copy(Path.of("zones/example.com.zone"), folder.resolve("example.com.zone"));
        Files.writeString(folder.resolve("example.com.policy.yaml"), snippets.getFirst());
        Findings findings = new Findings();
        Catalog catalog = new CatalogCompiler()
                .compile(new ReleaseReader(new ReleaseFiles(folder, List.of(), null, null))
                        .read(findings)
                        .orElseThrow(() -> new AssertionError(findings.sorted())));
        assertTrue(
                findings.sorted().stream().noneMatch(finding -> finding.level() == Finding.Level.ERROR),
                () -> findings.sorted().toString());
        PoolMember shanghai = new PoolMember("example.com.", "edge", "sh-cu-1");
        PoolMember guangzhou = new PoolMember("example.com.", "edge", "gz-ct-1");
        assertEquals(List.of(shanghai), inForce(catalog, "2026-11-07T18:30:00Z")); // Sunday 02:30 in Shanghai
        assertEquals(List.of(guangzhou), inForce(catalog, "2026-11-06T16:15:00Z")); // Saturday 00:15, since Friday
        assertEquals(List.of(), inForce(catalog, "2026-11-08T16:15:00Z")); // Monday 00:15, after Sunday
    }

    private static List<PoolMember> inForce(Catalog catalog, String instant) {
        return List.copyOf(
                Schedule.inForce(catalog.schedules(), Instant.parse(instant).toEpochMilli())
                        .keySet());
    }
}
